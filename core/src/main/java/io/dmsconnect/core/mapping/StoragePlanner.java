// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.mapping.action.DefinePrimaryKey;
import io.dmsconnect.core.mapping.action.NameAction;
import io.dmsconnect.core.mapping.action.RuleTarget;
import io.dmsconnect.core.schema.Storage;
import io.dmsconnect.core.schema.Table;
import java.util.List;
import java.util.Optional;

/** Where the target's table is kept. Without rules it is where the target's database puts it. */
final class StoragePlanner {
    private final Table source;
    private final RuleBook rules;
    private final List<Decision> decisions;

    StoragePlanner(Table source, RuleBook rules, List<Decision> decisions) {
        this.source = source;
        this.rules = rules;
        this.decisions = decisions;
    }

    /**
     * @param key rule that defines the key; empty for the source's own
     */
    Storage storage(Optional<TransformationRule> key) {
        return new Storage(
                named(RuleTarget.TABLE_TABLESPACE, source.storage().tablespace()),
                named(RuleTarget.INDEX_TABLESPACE, source.storage().indexTablespace()),
                key.map(rule -> (DefinePrimaryKey) rule.action())
                        .filter(DefinePrimaryKey::uniqueIndex)
                        .map(this::nameOfIndex)
                        .orElse(""));
    }

    private String nameOfIndex(DefinePrimaryKey key) {
        return key.name().isEmpty() ? source.id().name() + "_key" : key.name();
    }

    private String named(RuleTarget target, String tablespace) {
        String name = "";
        for (TransformationRule rule : rules.naming(target, source.id(), tablespace)) {
            if (rule.action() instanceof NameAction action) {
                name = action.rename(name.isEmpty() ? tablespace : name);
                decisions.add(
                        new Decision(
                                target.text(), rule.id().toString(), "is '%s'".formatted(name)));
            }
        }
        return name;
    }
}
