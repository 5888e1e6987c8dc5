// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

/**
 * How far a segment's load is.
 *
 * @param attempt of the segment
 * @param again true where rows of a former attempt are there, which this one writes once more
 */
public record SegmentProgress(
        long attempt, boolean complete, boolean again, long rows, long filtered) {}
