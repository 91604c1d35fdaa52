"""What has its time over is found by an index, and payers of old credits may be masked in the ledger, nothing else."""

_LEDGER = "id, kind, ref, debit, credit, amount, currency, deposit_id, provenance, at, payment_key"
_MASKED = "'hmac:%'"


def forgetting(dialect: str) -> list[str]:
    return [
        "CREATE INDEX inbox_kept ON inbox (source, handled_at) WHERE state <> 'new' AND body <> ''",
        """CREATE INDEX outbox_talk ON outbox (done_at) WHERE state IN ('sent', 'dropped')
            AND kind NOT IN ('ring', 'payout_ring', 'hand_ring', 'claim', 'payout', 'event')""",
        "CREATE INDEX receipts_received ON receipts (received_at)",
        "CREATE INDEX sightings_at ON sightings (at)",
        "CREATE INDEX tried_numbers_at ON tried_numbers (at)",
        "CREATE INDEX dead_numbers_at ON dead_numbers (at)",
        "CREATE INDEX quarantine_kept ON quarantine (closed_at) WHERE state = 'closed' AND raw <> ''",
        "CREATE INDEX withdrawals_in_clear ON withdrawals (done_at) WHERE substr(account, 1, 5) <> 'hmac:'",
        "CREATE INDEX ledger_in_clear ON ledger (at) WHERE payer <> '' AND substr(payer, 1, 5) <> 'hmac:'",
        """CREATE INDEX acts_in_clear ON acts (closed_at) WHERE kind = 'record'
            AND length(replace(detail, 'hmac:', '')) >= length(detail)""",
        "CREATE INDEX players_named ON players (id) WHERE username <> ''",
        *(_sqlite() if dialect == "sqlite" else _postgresql()),
    ]


def _sqlite() -> list[str]:
    return [
        "DROP TRIGGER ledger_no_update",
        f"""CREATE TRIGGER ledger_no_update BEFORE UPDATE OF {_LEDGER} ON ledger
            BEGIN SELECT RAISE(ABORT, 'append only'); END""",
        f"""CREATE TRIGGER ledger_only_masks BEFORE UPDATE OF payer ON ledger WHEN NEW.payer NOT LIKE {_MASKED}
            BEGIN SELECT RAISE(ABORT, 'append only'); END""",
    ]


def _postgresql() -> list[str]:
    return [
        "DROP TRIGGER ledger_append_only ON ledger",
        f"""CREATE FUNCTION only_masks() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF TG_OP = 'DELETE' OR NEW.payer NOT LIKE {_MASKED}
                OR to_jsonb(NEW) - 'payer' <> to_jsonb(OLD) - 'payer'
            THEN RAISE EXCEPTION 'append only'; END IF; RETURN NEW; END $$""",
        """CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE ON ledger
            FOR EACH ROW EXECUTE FUNCTION only_masks()""",
    ]
