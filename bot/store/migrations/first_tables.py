"""Deposits, the ledger, quarantine, inbox and outbox."""

from bot.store.migrations.parts import SERIAL, append_only, edge_guard, edges

_MOVES = {
    "draft": ("awaiting_payment", "cancelled", "claimed"),
    "awaiting_payment": ("cancelled", "claimed", "credited", "expired"),
    "claimed": ("credited", "rejected", "submitted"),
    "submitted": ("credited", "rejected"),
    "rejected": ("claimed", "credited"),
    "expired": ("claimed", "credited"),
    "cancelled": ("credited",),
    "credited": ("reversed",),
    "reversed": (),
}


def first_tables(dialect: str) -> list[str]:
    """All of them, each group with its indexes."""
    serial = SERIAL[dialect]
    return [
        *_players(),
        *_deposits(),
        *_receipts(serial),
        *_facts(serial),
        *_quarantine(serial),
        *_queues(serial),
        "CREATE TABLE edges (machine TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL)",
        *edges("deposits", _MOVES),
        *_functions(dialect),
        *edge_guard(dialect, "deposits"),
        *append_only(dialect, "ledger"),
    ]


def _players() -> list[str]:
    return [
        """CREATE TABLE players (
            id BIGINT PRIMARY KEY, label TEXT NOT NULL, language TEXT NOT NULL, username TEXT NOT NULL DEFAULT '',
            last_wallet TEXT NOT NULL DEFAULT '', created_at BIGINT NOT NULL)""",
        "CREATE INDEX players_label ON players (label)",
        "CREATE INDEX players_username ON players (username)",
        # A signed link binds one chat, however often that chat opens it.
        "CREATE TABLE links (token TEXT PRIMARY KEY, player_id BIGINT NOT NULL, used_at BIGINT NOT NULL)",
    ]


def _deposits() -> list[str]:
    return [
        """CREATE TABLE deposits (
            id TEXT PRIMARY KEY, player_id BIGINT NOT NULL REFERENCES players (id), label TEXT NOT NULL,
            wallet TEXT NOT NULL, status TEXT NOT NULL, amount BIGINT NOT NULL DEFAULT 0 CHECK (amount >= 0),
            order_id TEXT NOT NULL DEFAULT '', wallet_number TEXT NOT NULL DEFAULT '',
            number_expires_at BIGINT NOT NULL DEFAULT 0, transaction_number TEXT NOT NULL DEFAULT '',
            receipt_id TEXT NOT NULL DEFAULT '', receipt_album TEXT NOT NULL DEFAULT '',
            reading TEXT NOT NULL DEFAULT '', read_number TEXT NOT NULL DEFAULT '',
            read_amount BIGINT NOT NULL DEFAULT 0,
            corrections BIGINT NOT NULL DEFAULT 0, refusal TEXT NOT NULL DEFAULT '', verdict TEXT NOT NULL DEFAULT '',
            credited_amount BIGINT NOT NULL DEFAULT 0, flags TEXT NOT NULL DEFAULT '',
            card_message_id BIGINT NOT NULL DEFAULT 0, created_at BIGINT NOT NULL, touched_at BIGINT NOT NULL,
            claimed_at BIGINT NOT NULL DEFAULT 0, credited_at BIGINT NOT NULL DEFAULT 0,
            reminded_at BIGINT NOT NULL DEFAULT 0)""",
        "CREATE UNIQUE INDEX deposits_one_open ON deposits (player_id) WHERE status IN ('draft', 'awaiting_payment')",
        """CREATE UNIQUE INDEX deposits_one_claim ON deposits (wallet, transaction_number)
            WHERE status IN ('claimed', 'submitted')""",
        "CREATE INDEX deposits_player ON deposits (player_id, touched_at)",
        "CREATE INDEX deposits_number ON deposits (transaction_number) WHERE transaction_number <> ''",
        """CREATE INDEX deposits_due ON deposits (status, number_expires_at)
            WHERE status IN ('draft', 'awaiting_payment', 'claimed', 'submitted')""",
        """CREATE TABLE orders (
            order_id TEXT PRIMARY KEY, deposit_id TEXT NOT NULL REFERENCES deposits (id),
            created_at BIGINT NOT NULL)""",
        "CREATE INDEX orders_deposit ON orders (deposit_id)",
    ]


def _receipts(serial: str) -> list[str]:
    return [
        # Keyed by the SHA-256 of the clean picture: the same picture twice is stored once.
        # What was read off it stands beside it; the four bands are parts of a hash that like pictures share.
        """CREATE TABLE receipts (
            id TEXT PRIMARY KEY, received_at BIGINT NOT NULL, outcome TEXT NOT NULL DEFAULT '',
            wallet TEXT NOT NULL DEFAULT '', number TEXT NOT NULL DEFAULT '', amount BIGINT NOT NULL DEFAULT 0,
            paid_at BIGINT NOT NULL DEFAULT 0, recipient TEXT NOT NULL DEFAULT '', payer TEXT NOT NULL DEFAULT '',
            band_0 TEXT NOT NULL DEFAULT '', band_1 TEXT NOT NULL DEFAULT '', band_2 TEXT NOT NULL DEFAULT '',
            band_3 TEXT NOT NULL DEFAULT '', content BYTEA NOT NULL)""",
        *(
            f"CREATE INDEX receipts_band_{band} ON receipts (band_{band}, received_at) WHERE band_{band} <> ''"
            for band in range(4)
        ),
        "CREATE INDEX receipts_payer ON receipts (payer, received_at) WHERE payer <> ''",
        # Who sent which picture, and for which deposit; none yet where it came out of the blue.
        f"""CREATE TABLE sightings (
            id {serial}, receipt_id TEXT NOT NULL, player_id BIGINT NOT NULL, label TEXT NOT NULL,
            deposit_id TEXT NOT NULL DEFAULT '', at BIGINT NOT NULL)""",
        "CREATE INDEX sightings_receipt ON sightings (receipt_id)",
        "CREATE INDEX sightings_player ON sightings (player_id, at) WHERE deposit_id = ''",
    ]


def _facts(serial: str) -> list[str]:
    return [
        f"""CREATE TABLE attempts (
            id {serial}, subject TEXT NOT NULL, order_id TEXT NOT NULL, started_at BIGINT NOT NULL,
            finished_at BIGINT NOT NULL DEFAULT 0, outcome TEXT NOT NULL DEFAULT 'open',
            detail TEXT NOT NULL DEFAULT '')""",
        "CREATE INDEX attempts_subject ON attempts (subject)",
        f"""CREATE TABLE events (
            id {serial}, subject TEXT NOT NULL, what TEXT NOT NULL, detail TEXT NOT NULL DEFAULT '',
            at BIGINT NOT NULL)""",
        "CREATE INDEX events_subject ON events (subject)",
        # The ref of a deposit line is wallet/currency/transaction id: this constraint is the fence of every credit.
        f"""CREATE TABLE ledger (
            id {serial}, kind TEXT NOT NULL, ref TEXT NOT NULL, debit TEXT NOT NULL, credit TEXT NOT NULL,
            amount BIGINT NOT NULL CHECK (amount > 0), currency TEXT NOT NULL, deposit_id TEXT NOT NULL DEFAULT '',
            payer TEXT NOT NULL DEFAULT '', provenance TEXT NOT NULL, at BIGINT NOT NULL, UNIQUE (kind, ref))""",
        "CREATE INDEX ledger_deposit ON ledger (deposit_id) WHERE deposit_id <> ''",
        "CREATE INDEX ledger_credit ON ledger (credit)",
        "CREATE INDEX ledger_debit ON ledger (debit)",
    ]


def _quarantine(serial: str) -> list[str]:
    return [
        f"""CREATE TABLE quarantine (
            id {serial}, fingerprint TEXT NOT NULL UNIQUE, reason TEXT NOT NULL, kind TEXT NOT NULL,
            wallet TEXT NOT NULL, currency TEXT NOT NULL, amount BIGINT NOT NULL, transaction_id TEXT NOT NULL,
            order_id TEXT NOT NULL, withdrawal_id TEXT NOT NULL, label TEXT NOT NULL, raw TEXT NOT NULL,
            inbox_id BIGINT NOT NULL, state TEXT NOT NULL DEFAULT 'open', at BIGINT NOT NULL,
            closed_at BIGINT NOT NULL DEFAULT 0)""",
        "CREATE INDEX quarantine_transaction ON quarantine (transaction_id)",
        "CREATE INDEX quarantine_open ON quarantine (id) WHERE state = 'open'",
    ]


def _queues(serial: str) -> list[str]:
    return [
        f"""CREATE TABLE inbox (
            id {serial}, source TEXT NOT NULL, key TEXT NOT NULL, lane TEXT NOT NULL, body TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'new', reason TEXT NOT NULL DEFAULT '', received_at BIGINT NOT NULL,
            handled_at BIGINT NOT NULL DEFAULT 0, UNIQUE (source, key))""",
        "CREATE INDEX inbox_new ON inbox (id) WHERE state = 'new'",
        "CREATE INDEX inbox_received ON inbox (source, received_at)",
        # A bounded sample of what carried our access key and a signature that does not fit.
        f"""CREATE TABLE refused_postbacks (
            id {serial}, body TEXT NOT NULL, reason TEXT NOT NULL, received_at BIGINT NOT NULL)""",
        f"""CREATE TABLE outbox (
            id {serial}, lane TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, payload TEXT NOT NULL,
            dedupe TEXT NOT NULL UNIQUE, priority BIGINT NOT NULL, state TEXT NOT NULL DEFAULT 'waiting',
            version BIGINT NOT NULL DEFAULT 1, due_at BIGINT NOT NULL, lease_until BIGINT NOT NULL DEFAULT 0,
            attempts BIGINT NOT NULL DEFAULT 0, error TEXT NOT NULL DEFAULT '', created_at BIGINT NOT NULL,
            done_at BIGINT NOT NULL DEFAULT 0)""",
        "CREATE INDEX outbox_waiting ON outbox (lane, id) WHERE state = 'waiting'",
        "CREATE INDEX outbox_due ON outbox (due_at) WHERE state = 'waiting'",
        "CREATE INDEX outbox_left ON outbox (done_at) WHERE state IN ('sent', 'dropped')",
        # An alarm rings once when it begins and once when it is over.
        """CREATE TABLE alarms (
            kind TEXT NOT NULL, subject TEXT NOT NULL, told TEXT NOT NULL, since BIGINT NOT NULL,
            PRIMARY KEY (kind, subject))""",
    ]


def _functions(dialect: str) -> list[str]:
    if dialect == "sqlite":
        return []
    return [
        """CREATE FUNCTION check_edge() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF OLD.status <> NEW.status AND NOT EXISTS (SELECT 1 FROM edges
                WHERE machine = TG_TABLE_NAME AND source = OLD.status AND target = NEW.status)
            THEN RAISE EXCEPTION 'no such edge'; END IF; RETURN NEW; END $$""",
        """CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION 'append only'; END $$""",
    ]
