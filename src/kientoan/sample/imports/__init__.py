"""The sample city on its way in: steps, workbooks that come back, the folder of the demo."""
