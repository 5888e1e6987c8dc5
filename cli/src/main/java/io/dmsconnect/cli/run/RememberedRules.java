// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dmsconnect.cli.embedded.StateFolder;
import io.dmsconnect.cli.plan.Planner;
import io.dmsconnect.cli.task.TaskDocument;
import io.dmsconnect.core.connect.TopicLayout;
import io.dmsconnect.core.mapping.Decision;
import io.dmsconnect.core.mapping.LobCuts;
import io.dmsconnect.core.mapping.LobLimits;
import io.dmsconnect.core.mapping.RowFilter;
import io.dmsconnect.core.mapping.TableMappings;
import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.core.settings.TargetMetadata;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The table mappings that the task was run with last, kept in the state folder. What a table is
 * made by now is compared with what the former ones would make of the same table. Example: a filter
 * {@code v >= 21} that is new leaves rows on the target that the task would not bring any more.
 */
final class RememberedRules {
    private static final String FILE = "rules.properties";
    private static final String MAPPINGS = "mappings";
    private static final String SCHEMA = "target.schema";
    private static final String CHAINED = "chained";
    private static final String KEY = "masking.key.sha256";
    private static final String LOBS = "lobs";
    private static final String LOB_LIMIT = "lob.limit";
    private static final String LEFT_OUT = "left.out";
    private static final String LEFT_TABLES = "left.out.tables";

    /** What a rule says of names is followed without a load. */
    private static final List<String> FOLLOWED =
            List.of("is called ", "keeps its name", "is included");

    /** So is a column that goes; one that comes has no values in the rows that are loaded. */
    private static final List<String> LEAVES_OUT = List.of("is removed", "is left out");

    private static final String LEFT = "is left out";
    private static final String ADDED = "is added";

    private final TaskDocument resolved;
    private final StateFolder state;
    private final Properties former;
    private final Properties now;

    private RememberedRules(TaskDocument resolved, StateFolder state) {
        this.resolved = resolved;
        this.state = state;
        this.former = state.read(FILE);
        this.now = written(resolved);
        now.setProperty(LEFT_OUT, former.getProperty(LEFT_OUT, ""));
        now.setProperty(LEFT_TABLES, former.getProperty(LEFT_TABLES, ""));
    }

    static RememberedRules of(TaskDocument resolved, StateFolder state) {
        return new RememberedRules(resolved, state);
    }

    private static Properties written(TaskDocument task) {
        TargetMetadata target = task.settings().targetMetadata();
        Properties written = new Properties();
        written.setProperty(MAPPINGS, task.mappingsJson());
        written.setProperty(SCHEMA, target.targetSchema());
        written.setProperty(CHAINED, Boolean.toString(task.connect().chained()));
        written.setProperty(KEY, hash(task.connect().maskingKey()));
        written.setProperty(LOBS, Boolean.toString(target.supportLobs()));
        written.setProperty(LOB_LIMIT, Integer.toString(target.lobLimitKilobytes()));
        return written;
    }

    private static String hash(String key) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** Is it known what the run before had, and is that another text than now? */
    boolean differ() {
        return !former.isEmpty() && !former.equals(now);
    }

    /**
     * Tables whose rows on the target are others by the rules of now, and what has changed, each in
     * words. A table that is selected for the first time, or is left out now, is none of them.
     *
     * @param tables of the source, as they are now
     */
    Map<TableId, List<String>> changed(Collection<Table> tables) {
        Map<TableId, List<String>> changed = new TreeMap<>();
        if (!differ()) {
            return changed;
        }
        TableMappings before = mappings(former);
        TableMappings after = mappings(now);
        for (Table table : tables) {
            Optional<Made> old = made(before, former, table);
            Optional<Made> made = made(after, now, table);
            if (old.isPresent() && made.isPresent()) {
                List<String> what = made.get().since(old.get());
                if (!what.isEmpty()) {
                    changed.put(table.id(), what);
                }
            } else if (made.isPresent() && leftTables().contains(table.id().toString())) {
                changed.put(table.id(), List.of("it was left out for a while"));
            }
        }
        return changed;
    }

    /**
     * Topics that no table of the task goes to any more; what they still have is not to be applied.
     *
     * @param tables of the source, as they are now
     */
    Set<String> leftOut(Collection<Table> tables) {
        Set<String> topics = new TreeSet<>(List.of(now.getProperty(LEFT_OUT).split("\n")));
        topics.remove("");
        if (differ()) {
            topics.addAll(topics(mappings(former), tables));
        }
        topics.removeAll(topics(mappings(now), tables));
        now.setProperty(LEFT_OUT, String.join("\n", topics));
        Set<String> left = leftTables();
        for (Table table : tables) {
            if (mappings(now).selects(table.id())) {
                left.remove(table.id().toString());
            } else if (differ() && mappings(former).selects(table.id())) {
                left.add(table.id().toString());
            }
        }
        now.setProperty(LEFT_TABLES, String.join("\n", left));
        return topics;
    }

    /** Tables that the task had, and that were left out in the last run. */
    private Set<String> leftTables() {
        Set<String> tables =
                new TreeSet<>(List.of(former.getProperty(LEFT_TABLES, "").split("\n")));
        tables.remove("");
        return tables;
    }

    /** Was a table left out when the task was run last? */
    boolean hadLeftOut() {
        return !former.getProperty(LEFT_OUT, "").isEmpty();
    }

    private Set<String> topics(TableMappings mappings, Collection<Table> tables) {
        TopicLayout layout = new TopicLayout(Planner.topicPrefix(resolved));
        Set<String> topics = new TreeSet<>();
        for (Table table : tables) {
            if (mappings.selects(table.id())) {
                topics.add(layout.changes(mappings.targetId(table.id())));
            }
        }
        return topics;
    }

    /** The next run compares with these. */
    void remember() {
        if (!former.equals(now)) {
            state.write(FILE, now);
        }
    }

    private TableMappings mappings(Properties from) {
        return TableMappings.parse(from.getProperty(MAPPINGS))
                .withTargetSchema(from.getProperty(SCHEMA))
                .withChained(Boolean.parseBoolean(from.getProperty(CHAINED)))
                .withMaskingKey(resolved.connect().maskingKey().getBytes(StandardCharsets.UTF_8))
                .withLobs(
                        new LobLimits(
                                Boolean.parseBoolean(from.getProperty(LOBS)),
                                Integer.parseInt(from.getProperty(LOB_LIMIT))),
                        new LobCuts());
    }

    /**
     * What rules make of a table.
     *
     * @param columns what the rules do, by {@code column 'x'}, or by "key"
     */
    private record Made(String target, String filter, Map<String, String> columns) {
        List<String> since(Made former) {
            List<String> what = new ArrayList<>();
            if (!target.equals(former.target)) {
                what.add(
                        "it goes to %1$s, and went to %2$s, which stays on the target as it is"
                                .formatted(target, former.target));
            }
            if (!filter.equals(former.filter)) {
                what.add("its filter is %s, and was %s".formatted(filter, former.filter));
            }
            Set<String> objects = new TreeSet<>(columns.keySet());
            objects.addAll(former.columns.keySet());
            for (String object : objects) {
                String made = columns.getOrDefault(object, "");
                String was = former.columns.getOrDefault(object, "");
                if (made.equals(LEFT) || made.equals(was)) {
                    continue;
                }
                if (was.equals(LEFT)) {
                    what.add(object + " was left out");
                } else if (was.isEmpty() && made.startsWith(ADDED)) {
                    if (made.contains("\"expression\"")) {
                        what.add(object + " is new");
                    }
                } else if (!(made.isEmpty() && was.startsWith(ADDED))) {
                    what.add("other rules for " + object);
                }
            }
            return what;
        }
    }

    private Optional<Made> made(TableMappings mappings, Properties from, Table table) {
        Map<String, String> rules = rules(from.getProperty(MAPPINGS));
        try (TablePlan plan = mappings.plan(table).orElse(null)) {
            if (plan == null) {
                return Optional.empty();
            }
            Map<String, String> columns = new TreeMap<>();
            Set<String> left = new TreeSet<>();
            for (Decision decision : plan.decisions()) {
                boolean shapes =
                        decision.object().startsWith("column ")
                                || decision.text().startsWith("has the key ");
                if (LEAVES_OUT.stream().anyMatch(decision.text()::startsWith)) {
                    left.add(decision.object());
                } else if (shapes && FOLLOWED.stream().noneMatch(decision.text()::startsWith)) {
                    String key = decision.text().equals("is masked") ? from.getProperty(KEY) : "";
                    columns.merge(
                            decision.object(),
                            decision.text() + rules.getOrDefault(decision.ruleId(), "") + key,
                            String::concat);
                }
            }
            left.forEach(object -> columns.put(object, LEFT));
            return Optional.of(
                    new Made(
                            plan.target().id().toString(),
                            plan.filter().map(RowFilter::toString).orElse("none"),
                            columns));
        }
    }

    /** What each rule does, by its id, without where. */
    private static Map<String, String> rules(String mappings) {
        Map<String, String> rules = new HashMap<>();
        try {
            for (JsonNode rule : new JsonMapper().readTree(mappings).path("rules")) {
                if (rule instanceof ObjectNode fields) {
                    String id = fields.path("rule-id").asText();
                    fields.remove(List.of("rule-id", "rule-name", "object-locator"));
                    rules.put(id, fields.toString());
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document that was read before", e);
        }
        return rules;
    }
}
