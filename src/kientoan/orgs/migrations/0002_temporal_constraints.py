"""Laws of the tree: no overlap, a parent within its dates, no unit its own ancestor.

An empty range would pass WITHOUT OVERLAPS twice; the CHECK of 0001 refuses it. The keys to
parents are deferred, so that one operation may change a parent and its children in any order.
"""

from django.db import migrations

FORWARDS = """
ALTER TABLE orgs_unitspan
  ADD CONSTRAINT span_no_overlap UNIQUE (unit_id, valid WITHOUT OVERLAPS);
ALTER TABLE orgs_unitspan
  ADD CONSTRAINT span_parent_lives FOREIGN KEY (parent_id, PERIOD valid)
  REFERENCES orgs_unitspan (unit_id, PERIOD valid) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE orgs_body
  ADD CONSTRAINT body_unit_lives FOREIGN KEY (unit_id, PERIOD valid)
  REFERENCES orgs_unitspan (unit_id, PERIOD valid) DEFERRABLE INITIALLY DEFERRED;

CREATE FUNCTION orgs_refuse_circle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    WITH RECURSIVE up(unit_id, valid, depth) AS (
      SELECT NEW.parent_id, NEW.valid, 1
      UNION ALL
      SELECT s.parent_id, s.valid * up.valid, up.depth + 1
      FROM up JOIN orgs_unitspan s ON s.unit_id = up.unit_id AND s.valid && up.valid
      WHERE s.parent_id IS NOT NULL AND up.unit_id <> NEW.unit_id AND up.depth < 100
    )
    SELECT 1 FROM up WHERE unit_id = NEW.unit_id
  ) THEN
    RAISE EXCEPTION 'unit % would be its own ancestor', NEW.unit_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'span_no_circle';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER span_no_circle AFTER INSERT OR UPDATE OF parent_id, valid ON orgs_unitspan
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL)
  EXECUTE FUNCTION orgs_refuse_circle();
"""

BACKWARDS = """
DROP TRIGGER span_no_circle ON orgs_unitspan;
DROP FUNCTION orgs_refuse_circle();
ALTER TABLE orgs_body DROP CONSTRAINT body_unit_lives;
ALTER TABLE orgs_unitspan DROP CONSTRAINT span_parent_lives;
ALTER TABLE orgs_unitspan DROP CONSTRAINT span_no_overlap;
"""


class Migration(migrations.Migration):
    """Temporal keys that Django cannot express."""

    dependencies = [("orgs", "0001_register")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
