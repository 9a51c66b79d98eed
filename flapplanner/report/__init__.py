"""The plan as text, pictures and tables; nothing is computed here that the plan does not hold."""

from flapplanner.report.drawing import plan_svg
from flapplanner.report.text import INTENDED_USE, plan_text, table

__all__ = ["INTENDED_USE", "plan_svg", "plan_text", "table"]
