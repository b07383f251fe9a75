"""Every write to plans and quarters. Each verb takes the actor (`by`), checks permission, runs in one transaction and
leaves history with a reason. HTML, the API, jobs and the demo call the same ones."""
