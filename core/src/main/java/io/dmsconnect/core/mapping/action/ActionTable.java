// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

import static io.dmsconnect.core.mapping.action.RuleTarget.COLUMN;
import static io.dmsconnect.core.mapping.action.RuleTarget.INDEX_TABLESPACE;
import static io.dmsconnect.core.mapping.action.RuleTarget.SCHEMA;
import static io.dmsconnect.core.mapping.action.RuleTarget.TABLE;
import static io.dmsconnect.core.mapping.action.RuleTarget.TABLE_TABLESPACE;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Every {@code rule-action} of transformation rules: its name, its legal targets, its record. */
public final class ActionTable {
    private static final Set<RuleTarget> ALL =
            EnumSet.of(SCHEMA, TABLE, COLUMN, TABLE_TABLESPACE, INDEX_TABLESPACE);
    private static final Set<RuleTarget> NAMED = EnumSet.of(SCHEMA, TABLE, COLUMN);
    private static final Set<RuleTarget> ONLY_COLUMN = EnumSet.of(COLUMN);

    private static final Map<String, Line> LINES =
            byName(
                    new Line("rename", ALL, ActionReader::rename),
                    new Line("remove-column", ONLY_COLUMN, p -> new RemoveColumn()),
                    new Line("include-column", ONLY_COLUMN, p -> new IncludeColumn()),
                    new Line("add-column", ONLY_COLUMN, ActionReader::addColumn),
                    new Line("convert-lowercase", NAMED, p -> new ConvertLowercase()),
                    new Line("convert-uppercase", NAMED, p -> new ConvertUppercase()),
                    new Line("add-prefix", NAMED, p -> new AddPrefix(prefix(p))),
                    new Line("add-suffix", NAMED, p -> new AddSuffix(suffix(p))),
                    new Line("remove-prefix", NAMED, p -> new RemovePrefix(prefix(p))),
                    new Line("remove-suffix", NAMED, p -> new RemoveSuffix(suffix(p))),
                    new Line("replace-prefix", NAMED, p -> new ReplacePrefix(old(p), prefix(p))),
                    new Line("replace-suffix", NAMED, p -> new ReplaceSuffix(old(p), suffix(p))),
                    new Line("define-primary-key", EnumSet.of(TABLE), ActionReader::key),
                    new Line("change-data-type", ONLY_COLUMN, ActionReader::changeDataType),
                    new Line("add-before-image-columns", ONLY_COLUMN, ActionReader::beforeImage),
                    new Line("data-masking-digits-mask", ONLY_COLUMN, ActionReader::digitsMask),
                    new Line(
                            "data-masking-digits-randomize",
                            ONLY_COLUMN,
                            p -> new MaskColumn(MaskColumn.Kind.DIGITS_RANDOMIZE, ' ')),
                    new Line(
                            "data-masking-hash-mask",
                            ONLY_COLUMN,
                            p -> new MaskColumn(MaskColumn.Kind.HASH_MASK, ' ')),
                    new Line(
                            "data-masking-keyed-hash-mask",
                            ONLY_COLUMN,
                            p -> new MaskColumn(MaskColumn.Kind.KEYED_HASH_MASK, ' ')));

    private ActionTable() {}

    private record Line(
            String name, Set<RuleTarget> targets, Function<Parameters, Action> reader) {}

    private static Map<String, Line> byName(Line... lines) {
        Map<String, Line> table = new TreeMap<>();
        for (Line line : lines) {
            table.put(line.name(), line);
        }
        return Collections.unmodifiableMap(table);
    }

    private static String prefix(Parameters parameters) {
        return parameters.required("value", "the prefix");
    }

    private static String suffix(Parameters parameters) {
        return parameters.required("value", "the suffix");
    }

    private static String old(Parameters parameters) {
        return parameters.required("old-value", "what is replaced");
    }

    public static boolean has(String action) {
        return LINES.containsKey(action);
    }

    public static boolean isLegal(String action, RuleTarget target) {
        return has(action) && LINES.get(action).targets().contains(target);
    }

    /** The names of all actions that are legal on the target, sorted. */
    public static List<String> namesFor(RuleTarget target) {
        return LINES.keySet().stream().filter(name -> isLegal(name, target)).toList();
    }

    /** The targets an action is legal on, in the words of rules. */
    public static List<String> targetsOf(String action) {
        return LINES.get(action).targets().stream().map(RuleTarget::text).toList();
    }

    /** Null where something is wrong with the parameters, which has been reported then. */
    public static Action read(String action, RuleTarget target, Parameters parameters) {
        return LINES.get(action).reader().apply(parameters);
    }
}
