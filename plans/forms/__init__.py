"""Forms: what a person types, as services want it. They hold no rules; a service's `Invalid` lands on its field."""
