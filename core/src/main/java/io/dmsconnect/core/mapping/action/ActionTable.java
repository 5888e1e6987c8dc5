// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

import static io.dmsconnect.core.mapping.action.RuleTarget.COLUMN;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Every {@code rule-action} of transformation rules: its name, its legal targets, its record. */
public final class ActionTable {
    private static final Set<RuleTarget> ANY = EnumSet.allOf(RuleTarget.class);

    private static final Map<String, Line> LINES =
            byName(
                    new Line(
                            "add-prefix",
                            ANY,
                            p -> new AddPrefix(p.required("value", "the prefix"))),
                    new Line("convert-lowercase", ANY, p -> new ConvertLowercase()),
                    new Line("convert-uppercase", ANY, p -> new ConvertUppercase()),
                    new Line("remove-column", EnumSet.of(COLUMN), p -> new RemoveColumn()),
                    new Line("rename", ANY, p -> new Rename(p.required("value", "the new name"))));

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

    public static Action read(String action, Parameters parameters) {
        return LINES.get(action).reader().apply(parameters);
    }
}
