// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.mapping.ParallelLoad;
import java.util.Optional;

/**
 * How somebody wants a table to be cut.
 *
 * @param bytes what a slice should have, about
 * @param most slices there should be, where nobody asked for certain ones
 * @param rule what a rule of the table mappings asks for
 */
public record SliceWish(long bytes, int most, Optional<ParallelLoad> rule) {}
