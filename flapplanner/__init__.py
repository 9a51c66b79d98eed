"""A planner for microsurgical flap reconstruction of the sacrum and pelvis.

>>> from flapplanner import Case, plan
>>> case = Case.load("examples/low_sacrectomy.yaml")
>>> plan(case).soft_tissue[0].option.name
'SGAP, either side'
"""

from flapplanner.case import Case
from flapplanner.errors import FlapPlannerError
from flapplanner.planning import Plan, plan
from flapplanner.version import VERSION as __version__

__all__ = ["Case", "FlapPlannerError", "Plan", "__version__", "plan"]
