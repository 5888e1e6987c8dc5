// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.mapping.action.Action;
import io.dmsconnect.core.mapping.action.ChangeDataType;
import io.dmsconnect.core.mapping.action.NameAction;
import io.dmsconnect.core.mapping.action.RemoveColumn;
import io.dmsconnect.core.mapping.action.RenameByExpression;
import io.dmsconnect.core.mapping.action.RuleTarget;
import java.math.BigInteger;

record TransformationRule(BigInteger id, RuleTarget target, Locator locator, Action action) {
    /** True for what only one rule may do to an object: the one with the lowest rule-id. */
    boolean isExclusive() {
        return action instanceof NameAction
                || action instanceof RenameByExpression
                || action instanceof RemoveColumn
                || action instanceof ChangeDataType;
    }

    boolean competes(TransformationRule other) {
        return isExclusive() && other.isExclusive() && target == other.target;
    }
}
