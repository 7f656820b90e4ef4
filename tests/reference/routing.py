"""Which groups want a lead, and with what priority."""
import leads


class _Environment:
    def __init__(self, fields):
        self.fields = fields


def numbers(lead, firearms):
    """What `accept` and `priority` see. firearms: all those of the sales of the evidence."""
    evidence = firearms + lead.traces + lead.reports
    dealers = {item.fields["dealer.key"] for item in evidence} - {None}
    purchasers = {report.fields["purchaser"] for report in lead.reports}
    return {
        "score": lead.score, "time_to_crime": lead.time_to_crime,
        "first_date": leads.iso(lead.first_day), "last_date": leads.iso(lead.last_day),
        "status": "open", "indicators": [name for name, _ in lead.indicators()],
        "sales": len(lead.sales), "traces": len(lead.traces), "dealers": len(dealers),
        "purchasers": 1 if lead.kind == "purchaser" else len(purchasers),
        "guns": (len(firearms) if lead.sales
                 else sum(report.fields["guns"] for report in lead.reports))}


def routes(groups, lead, firearms):
    """[group id, priority] of every group that covers and accepts the lead, in the file's order."""
    evidence = firearms + lead.traces + lead.reports
    seen = _Environment(numbers(lead, firearms))
    found = []
    for group in groups:
        if any(group.covers(item) for item in evidence) and group.accept(seen):
            holding = [name for name, condition in group.priorities if condition(seen)]
            found.append([group.id, holding[0] if holding else "normal"])
    return found
