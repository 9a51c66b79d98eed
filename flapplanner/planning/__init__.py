"""Planning: options ranked, gated, and put together into a plan."""

from flapplanner.planning.criteria import Criterion, CriterionRule, rules
from flapplanner.planning.need import Need
from flapplanner.planning.plan import Plan, plan
from flapplanner.planning.ranking import Ranked

__all__ = ["Criterion", "CriterionRule", "Need", "Plan", "Ranked", "plan", "rules"]
