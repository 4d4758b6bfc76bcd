"""Pure seeded generator of the sample city, its planted truths and the score of detections against them."""
