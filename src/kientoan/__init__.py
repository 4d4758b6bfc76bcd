"""Kiện Toàn: an organisation of many tiers, reviewed and made whole."""
