// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.mapping.action.Action;
import io.dmsconnect.core.mapping.action.AddBeforeImage;
import io.dmsconnect.core.mapping.action.AddColumn;
import io.dmsconnect.core.mapping.action.ChangeDataType;
import io.dmsconnect.core.mapping.action.DefinePrimaryKey;
import io.dmsconnect.core.mapping.action.MaskColumn;
import io.dmsconnect.core.mapping.action.NameAction;
import io.dmsconnect.core.mapping.action.RemoveColumn;
import io.dmsconnect.core.mapping.action.RenameByExpression;
import io.dmsconnect.core.mapping.action.RuleTarget;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;

record TransformationRule(BigInteger id, RuleTarget target, Locator locator, Action action) {
    /** True for what only one rule may do to an object: the one with the lowest rule-id. */
    boolean isExclusive() {
        return action instanceof NameAction
                || action instanceof RenameByExpression
                || action instanceof RemoveColumn
                || action instanceof ChangeDataType;
    }

    /** Could it matter for a record that is a key only? What keeps deleted rows does. */
    boolean concernsKeys() {
        return action instanceof AddColumn added
                ? added.expression().toLowerCase(Locale.ROOT).contains("operation_indicator")
                : !(action instanceof AddBeforeImage);
    }

    /** The rule as far as it names things, whatever columns there are to compute with. */
    Optional<TransformationRule> namesOnly() {
        if (action instanceof MaskColumn || action instanceof DefinePrimaryKey) {
            return Optional.empty();
        }
        return Optional.of(
                action instanceof AddColumn added
                        ? new TransformationRule(
                                id,
                                target,
                                locator,
                                new AddColumn(added.name(), added.type(), "NULL"))
                        : this);
    }

    boolean competes(TransformationRule other) {
        return isExclusive() && other.isExclusive() && target == other.target;
    }
}
