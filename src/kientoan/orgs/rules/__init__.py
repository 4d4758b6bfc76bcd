"""Pure rules of the register: packs of kinds, rights of roles, lineage."""
