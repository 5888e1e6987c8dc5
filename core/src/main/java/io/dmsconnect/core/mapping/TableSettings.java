// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import java.util.Optional;

/** What a rule of type table-settings says of one table. */
public record TableSettings(
        String ruleId, Optional<ParallelLoad> parallelLoad, Optional<LobSettings> lobSettings) {}
