// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.mapping.action.Action;
import io.dmsconnect.core.mapping.action.RuleTarget;
import java.math.BigInteger;

record TransformationRule(BigInteger id, RuleTarget target, Locator locator, Action action) {}
