"""The demonstration: plans and quarters from fixtures/, played through the same services as everything else."""
