-- The cost model as tables. `position` is the place in the CSV file; the checks repeat what the validator says.

CREATE TABLE built (
    content_hash VARCHAR PRIMARY KEY,
    complete BOOLEAN NOT NULL
);

CREATE TABLE settings (
    version VARCHAR NOT NULL CHECK (version <> ''),
    date DATE NOT NULL,
    price_level INTEGER NOT NULL CHECK (price_level BETWEEN 2000 AND 2100),
    start DATE NOT NULL,
    horizon_months INTEGER NOT NULL CHECK (horizon_months > 0),
    draws INTEGER NOT NULL CHECK (draws > 0),
    seed INTEGER NOT NULL CHECK (seed >= 0)
);

CREATE TABLE severity_weights (
    severity VARCHAR PRIMARY KEY CHECK (severity IN ('impossible', 'warning', 'info')),
    weight DOUBLE NOT NULL CHECK (weight >= 0)
);

CREATE TABLE strengths (
    name VARCHAR PRIMARY KEY CHECK (name IN ('default', 'readiness_above', 'readiness_below')),
    low DOUBLE NOT NULL,
    mode DOUBLE NOT NULL,
    high DOUBLE NOT NULL,
    CHECK (low <= mode AND mode <= high)
);

CREATE TABLE sources (
    position INTEGER NOT NULL,
    id VARCHAR PRIMARY KEY,
    title VARCHAR NOT NULL CHECK (title <> ''),
    publisher VARCHAR NOT NULL,
    year VARCHAR NOT NULL,
    address VARCHAR NOT NULL,
    note VARCHAR NOT NULL
);

CREATE TABLE parameters (
    position INTEGER NOT NULL,
    id VARCHAR PRIMARY KEY,
    label_nl VARCHAR NOT NULL CHECK (label_nl <> ''),
    label_en VARCHAR NOT NULL CHECK (label_en <> ''),
    unit VARCHAR NOT NULL,
    low DOUBLE NOT NULL,
    mode DOUBLE NOT NULL,
    high DOUBLE NOT NULL,
    range_means VARCHAR NOT NULL CHECK (range_means IN ('bounds', 'p10_p90')),
    distribution VARCHAR NOT NULL CHECK (distribution IN ('pert', 'lognormal', 'fixed')),
    cost_class VARCHAR CHECK (cost_class IN ('development', 'ict', 'organisation', 'execution', 'people')),
    price_level INTEGER,
    grade VARCHAR NOT NULL CHECK (grade IN ('A', 'B', 'C', 'D')),
    source_id VARCHAR REFERENCES sources (id),
    reasoning VARCHAR NOT NULL,
    CHECK (low <= mode AND mode <= high),
    CHECK (distribution <> 'lognormal' OR low > 0),
    CHECK (source_id IS NOT NULL OR reasoning <> '')
);

CREATE TABLE figures (
    position INTEGER NOT NULL,
    id VARCHAR PRIMARY KEY,
    label_nl VARCHAR NOT NULL CHECK (label_nl <> ''),
    label_en VARCHAR NOT NULL CHECK (label_en <> ''),
    unit VARCHAR NOT NULL,
    section VARCHAR NOT NULL
        CHECK (section IN ('students', 'programmes', 'teams', 'staff', 'capacity', 'money', 'today')),
    minimum DOUBLE NOT NULL,
    maximum DOUBLE NOT NULL,
    optional BOOLEAN NOT NULL,
    definition_nl VARCHAR NOT NULL,
    definition_en VARCHAR NOT NULL,
    source_id VARCHAR REFERENCES sources (id),
    reasoning VARCHAR NOT NULL,
    CHECK (minimum <= maximum)
);

CREATE TABLE roles (
    position INTEGER NOT NULL,
    id VARCHAR PRIMARY KEY,
    label_nl VARCHAR NOT NULL,
    label_en VARCHAR NOT NULL,
    rate_parameter VARCHAR NOT NULL REFERENCES parameters (id),
    fte_figure VARCHAR NOT NULL REFERENCES figures (id),
    kind VARCHAR NOT NULL CHECK (kind IN ('team', 'service', 'programme', 'management')),
    hireable BOOLEAN NOT NULL
);

CREATE TABLE target_groups (
    position INTEGER NOT NULL,
    id VARCHAR PRIMARY KEY CHECK (id IN ('bol12', 'bol34', 'bbl', 'llo')),
    label_nl VARCHAR NOT NULL,
    label_en VARCHAR NOT NULL,
    is_bol BOOLEAN NOT NULL,
    is_bbl BOOLEAN NOT NULL,
    is_llo BOOLEAN NOT NULL,
    is_funded BOOLEAN NOT NULL
);

CREATE TABLE institutions (
    position INTEGER NOT NULL,
    id VARCHAR PRIMARY KEY,
    label_nl VARCHAR NOT NULL,
    label_en VARCHAR NOT NULL,
    note_nl VARCHAR NOT NULL,
    note_en VARCHAR NOT NULL
);

CREATE TABLE institution_figures (
    position INTEGER NOT NULL,
    institution_id VARCHAR NOT NULL REFERENCES institutions (id),
    figure_id VARCHAR NOT NULL REFERENCES figures (id),
    value DOUBLE,
    PRIMARY KEY (institution_id, figure_id)
);

CREATE TABLE drivers (
    position INTEGER NOT NULL,
    id VARCHAR PRIMARY KEY,
    label_nl VARCHAR NOT NULL,
    label_en VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,
    definition_nl VARCHAR NOT NULL CHECK (definition_nl <> ''),
    formula VARCHAR NOT NULL CHECK (formula <> ''),
    by_group BOOLEAN NOT NULL
);

CREATE TABLE cost_lines (
    position INTEGER NOT NULL,
    id VARCHAR PRIMARY KEY,
    label_nl VARCHAR NOT NULL,
    label_en VARCHAR NOT NULL,
    chain VARCHAR NOT NULL CHECK (chain IN ('werving_administratie', 'bpv', 'examinering', 'uitvoering_begeleiding',
        'onderwijsontwikkeling', 'onderwijslogistiek', 'bedrijfsvoering')),
    aspect VARCHAR NOT NULL CHECK (aspect IN ('doel', 'product', 'proces', 'besturing', 'organisatie', 'informatie')),
    phase VARCHAR NOT NULL CHECK (phase IN ('richten', 'inrichten', 'verrichten', 'borgen')),
    timing VARCHAR NOT NULL CHECK (timing IN ('one_off', 'recurring', 'income')),
    driver VARCHAR NOT NULL REFERENCES drivers (id),
    price_parameter VARCHAR REFERENCES parameters (id),
    cost_class VARCHAR NOT NULL CHECK (cost_class IN ('development', 'ict', 'organisation', 'execution', 'people')),
    carried_by VARCHAR NOT NULL CHECK (carried_by IN ('team', 'service', 'programme', 'external')),
    vat BOOLEAN NOT NULL,
    spread VARCHAR NOT NULL CHECK (spread IN ('richten', 'build', 'rollout', 'programme_end', 'programme', 'live',
        'first_year', 'lagged_income')),
    surcharge BOOLEAN NOT NULL,
    reasoning VARCHAR NOT NULL CHECK (reasoning <> '')
);

CREATE TABLE cost_line_effort (
    line_id VARCHAR NOT NULL REFERENCES cost_lines (id),
    place INTEGER NOT NULL,
    role_id VARCHAR NOT NULL REFERENCES roles (id),
    parameter_id VARCHAR NOT NULL REFERENCES parameters (id),
    PRIMARY KEY (line_id, role_id)
);

CREATE TABLE cost_line_tags (
    line_id VARCHAR NOT NULL REFERENCES cost_lines (id),
    place INTEGER NOT NULL,
    tag VARCHAR NOT NULL,
    PRIMARY KEY (line_id, tag)
);

CREATE TABLE levers (
    position INTEGER NOT NULL,
    id VARCHAR PRIMARY KEY,
    "group" VARCHAR NOT NULL CHECK ("group" IN ('A', 'B', 'C', 'D', 'E')),
    label_nl VARCHAR NOT NULL,
    label_en VARCHAR NOT NULL,
    kind VARCHAR NOT NULL CHECK (kind IN ('options', 'scale', 'share', 'number', 'switch')),
    min DOUBLE NOT NULL,
    max DOUBLE NOT NULL,
    step DOUBLE NOT NULL CHECK (step > 0),
    "default" DOUBLE NOT NULL,
    question_nl VARCHAR NOT NULL,
    question_en VARCHAR NOT NULL,
    help_nl VARCHAR NOT NULL,
    help_en VARCHAR NOT NULL,
    best_level DOUBLE,
    today_figure VARCHAR REFERENCES figures (id),
    CHECK (min < max AND "default" BETWEEN min AND max)
);

CREATE TABLE levels (
    position INTEGER NOT NULL,
    lever_id VARCHAR NOT NULL REFERENCES levers (id),
    level DOUBLE NOT NULL,
    label_nl VARCHAR NOT NULL,
    label_en VARCHAR NOT NULL,
    definition_nl VARCHAR NOT NULL,
    definition_en VARCHAR NOT NULL,
    PRIMARY KEY (lever_id, level)
);

CREATE TABLE scenario_defaults (
    position INTEGER NOT NULL,
    scenario INTEGER NOT NULL CHECK (scenario BETWEEN 0 AND 4),
    lever_id VARCHAR NOT NULL REFERENCES levers (id),
    value DOUBLE NOT NULL,
    PRIMARY KEY (scenario, lever_id)
);

CREATE TABLE effect_curves (
    position INTEGER NOT NULL,
    lever_id VARCHAR NOT NULL REFERENCES levers (id),
    target_kind VARCHAR NOT NULL CHECK (target_kind IN ('tag', 'chain', 'cost_class', 'timing', 'balance')),
    target VARCHAR NOT NULL,
    operation VARCHAR NOT NULL CHECK (operation IN ('multiply', 'add')),
    grade VARCHAR NOT NULL CHECK (grade IN ('A', 'B', 'C', 'D')),
    PRIMARY KEY (lever_id, target_kind, target)
);

CREATE TABLE effects (
    position INTEGER NOT NULL,
    lever_id VARCHAR NOT NULL,
    target_kind VARCHAR NOT NULL,
    target VARCHAR NOT NULL,
    "at" DOUBLE NOT NULL,
    mode DOUBLE NOT NULL,
    reason_nl VARCHAR NOT NULL CHECK (reason_nl <> ''),
    reason_en VARCHAR NOT NULL CHECK (reason_en <> ''),
    PRIMARY KEY (lever_id, target_kind, target, "at"),
    FOREIGN KEY (lever_id, target_kind, target) REFERENCES effect_curves (lever_id, target_kind, target)
);

CREATE TABLE rules (
    position INTEGER NOT NULL,
    id VARCHAR PRIMARY KEY,
    condition VARCHAR NOT NULL CHECK (condition <> ''),
    severity VARCHAR NOT NULL CHECK (severity IN ('impossible', 'warning', 'info')),
    message_nl VARCHAR NOT NULL,
    message_en VARCHAR NOT NULL,
    suggestion_nl VARCHAR NOT NULL,
    suggestion_en VARCHAR NOT NULL
);

CREATE TABLE futures (
    position INTEGER NOT NULL,
    id VARCHAR PRIMARY KEY,
    label_nl VARCHAR NOT NULL,
    label_en VARCHAR NOT NULL,
    story_nl VARCHAR NOT NULL,
    story_en VARCHAR NOT NULL
);

CREATE TABLE future_effects (
    position INTEGER NOT NULL,
    future_id VARCHAR NOT NULL REFERENCES futures (id),
    target_kind VARCHAR NOT NULL CHECK (target_kind IN ('parameter', 'timing')),
    target VARCHAR NOT NULL,
    operation VARCHAR NOT NULL CHECK (operation IN ('multiply', 'add')),
    value DOUBLE NOT NULL,
    reason VARCHAR NOT NULL CHECK (reason <> ''),
    grade VARCHAR NOT NULL CHECK (grade IN ('A', 'B', 'C', 'D')),
    PRIMARY KEY (future_id, target_kind, target)
);

CREATE TABLE outcomes (
    position INTEGER NOT NULL,
    id VARCHAR PRIMARY KEY,
    label_nl VARCHAR NOT NULL,
    label_en VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,
    direction VARCHAR NOT NULL CHECK (direction IN ('minimise', 'maximise', 'inform')),
    shape VARCHAR NOT NULL CHECK (shape IN ('total', 'year', 'school_year', 'year_group', 'role_school_year')),
    definition_nl VARCHAR NOT NULL,
    definition_en VARCHAR NOT NULL
);

CREATE TABLE balances (
    position INTEGER NOT NULL,
    balance VARCHAR NOT NULL REFERENCES outcomes (id),
    indicator VARCHAR NOT NULL REFERENCES outcomes (id),
    weight DOUBLE NOT NULL CHECK (weight > 0),
    at_0 DOUBLE NOT NULL,
    at_50 DOUBLE NOT NULL,
    at_100 DOUBLE NOT NULL,
    reasoning VARCHAR NOT NULL CHECK (reasoning <> ''),
    PRIMARY KEY (balance, indicator)
);

CREATE TABLE scales (
    position INTEGER NOT NULL,
    outcome VARCHAR PRIMARY KEY REFERENCES outcomes (id),
    theme VARCHAR NOT NULL CHECK (theme IN ('money', 'work', 'students')),
    at_0 DOUBLE NOT NULL,
    at_100 DOUBLE NOT NULL CHECK (at_100 <> at_0),
    reasoning VARCHAR NOT NULL CHECK (reasoning <> '')
);

CREATE TABLE variants (
    position INTEGER NOT NULL,
    id VARCHAR PRIMARY KEY,
    parent VARCHAR REFERENCES variants (id),
    label_nl VARCHAR NOT NULL,
    label_en VARCHAR NOT NULL,
    story_nl VARCHAR NOT NULL,
    story_en VARCHAR NOT NULL
);

CREATE TABLE variant_levers (
    position INTEGER NOT NULL,
    variant_id VARCHAR NOT NULL REFERENCES variants (id),
    lever_id VARCHAR NOT NULL REFERENCES levers (id),
    value DOUBLE NOT NULL,
    PRIMARY KEY (variant_id, lever_id)
);

CREATE TABLE citations (
    position INTEGER NOT NULL,
    subject VARCHAR NOT NULL
        CHECK (subject IN ('cost_line', 'effect', 'lever', 'rule', 'future_effect', 'variant')),
    subject_id VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL REFERENCES sources (id),
    locator VARCHAR NOT NULL,
    PRIMARY KEY (subject, subject_id, source_id, locator)
);

CREATE TABLE accounts (
    position INTEGER NOT NULL,
    id VARCHAR PRIMARY KEY,
    label_nl VARCHAR NOT NULL CHECK (label_nl <> ''),
    label_en VARCHAR NOT NULL CHECK (label_en <> ''),
    side VARCHAR NOT NULL CHECK (side IN ('cost', 'income', 'both', 'none')),
    numbers VARCHAR NOT NULL,
    suggested_numbers VARCHAR NOT NULL,
    words VARCHAR NOT NULL,
    source_id VARCHAR REFERENCES sources (id),
    reasoning VARCHAR NOT NULL,
    CHECK (source_id IS NOT NULL OR reasoning <> '')
);

CREATE TABLE account_map (
    position INTEGER NOT NULL,
    kind VARCHAR NOT NULL CHECK (kind IN ('purchase', 'external_hire', 'backfill', 'own_time', 'income')),
    subject_kind VARCHAR NOT NULL CHECK (subject_kind IN ('all', 'cost_class', 'line')),
    subject VARCHAR NOT NULL,
    measure VARCHAR NOT NULL CHECK (measure IN ('eur', 'fte')),
    account_id VARCHAR NOT NULL REFERENCES accounts (id),
    capitalised_account_id VARCHAR REFERENCES accounts (id),
    funding VARCHAR,
    grade VARCHAR NOT NULL CHECK (grade IN ('A', 'B', 'C', 'D')),
    source_id VARCHAR REFERENCES sources (id),
    reasoning VARCHAR NOT NULL CHECK (reasoning <> ''),
    PRIMARY KEY (kind, subject_kind, subject)
);

CREATE TABLE budget_categories (
    position INTEGER NOT NULL,
    kind VARCHAR NOT NULL CHECK (kind IN ('cost_class', 'income', 'role', 'figure', 'hire')),
    id VARCHAR NOT NULL,
    label_nl VARCHAR NOT NULL,
    label_en VARCHAR NOT NULL,
    side VARCHAR NOT NULL CHECK (side IN ('cost', 'income', 'both', 'none')),
    words VARCHAR NOT NULL,
    PRIMARY KEY (kind, id)
);
