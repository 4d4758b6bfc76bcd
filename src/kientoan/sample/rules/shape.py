"""The measures of the sample city: those of Hanoi in 2017 (domain practice 4.1-4.6), with what was chosen where no source was found."""

from datetime import date

REGISTER_OPENS = date(2010, 1, 1)
AS_OF = date(2017, 6, 27)
DEADLINE = date(2017, 6, 20)
"""The day by which the communes' workbooks of 2017-H1 were due."""
CELLS_DEADLINE = date(2017, 12, 20)
"""The day by which the cells of one commune are to send their form of 2017-H2."""

URBAN_DISTRICTS, RURAL_DISTRICTS, DISTRICT_TOWNS = 12, 17, 1
WARDS, COMMUNES, TOWNS = 177, 386, 21
OTHER_UPPER = 20
BASE_ORGANISATIONS = 2310
MEMBERS = 460_000
BASE_COMMITTEES = 924
"""40 % of 2,310, as Đắk Nông's 168 of 421 (2020)."""
BELOW_THREE = 6
"""Chi bộ cơ sở that have fallen below the least number of members: planted, to be found by the sign below_three_members."""
MEMBERS_PER_CELL = 21.7
"""Gives about 20,000 cells below the 924 committees; Thanh Hóa 2022 has 22.6."""

LATENT = (("excellent", 0.45), ("good", 0.31), ("completed", 0.14), ("weak", 0.10))
SELF_RATED = (("excellent", 0.62), ("good", 0.31), ("completed", 0.065), ("weak", 0.005))
"""Shares of the four classes of HD 27 (2014): latent and self-reported (practice 4.6; Cần Thơ 2016 for the second)."""
GRADES = ("excellent", "good", "completed", "weak")

PERIODS = ("2016-H1", "2016-H2", "2017-H1")
MONTHS = tuple(f"{year}-{month:02d}" for year in (2016, 2017) for month in range(1, 13))[:18]
MONTHLY_REPORTERS = 60

FRONT_AND_MASS = ("front", "trade_union", "farmers", "women", "youth", "veterans")
