// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.load;

import io.dmsconnect.source.Slice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far the load of a table is, as it is kept in source offsets.
 *
 * @param reloads how many of the generations are there because somebody asked for them
 * @param rows rows sent by this attempt
 * @param slices as the attempt cut the table; empty before
 * @param shape of the table when it was cut
 * @param from position of the oldest snapshot that rows of this attempt were read from, where they
 *     travel in the topic of the changes: changes that it includes are not sent; empty where they
 *     travel in batches, and where the log has been followed beyond it
 * @param identity what the table was when its changes began to wait for this load; empty where
 *     nobody knows
 * @param identities of the table's columns, as the engine keeps them; empty for none
 */
public record LoadState(
        long generation,
        long reloads,
        long attempt,
        boolean complete,
        long rows,
        List<Slice> slices,
        String shape,
        Optional<String> from,
        String identity,
        String identities) {
    private static final String IDENTITY = "identity";
    private static final String FROM = "from";
    private static final String IDENTITIES = "identities";
    private static final String COMPLETE = "complete";
    private static final String LOADING = "loading";

    public LoadState {
        slices = List.copyOf(slices);
    }

    public static LoadState of(Map<String, ?> offset) {
        return new LoadState(
                number(offset, "generation"),
                number(offset, "reloads"),
                number(offset, "attempt"),
                isComplete(offset),
                number(offset, "rows"),
                offset.get("slices") instanceof String slices ? Slice.read(slices) : List.of(),
                offset.get("shape") instanceof String shape ? shape : "",
                Optional.ofNullable(offset.get(FROM)).map(Object::toString),
                offset.get(IDENTITY) instanceof String identity ? identity : "",
                offset.get(IDENTITIES) instanceof String identities ? identities : "");
    }

    /** Is this the offset of a load's last record? */
    public static boolean isComplete(Map<String, ?> offset) {
        return COMPLETE.equals(offset.get("state"));
    }

    static long number(Map<String, ?> offset, String key) {
        return offset.get(key) instanceof Number number ? number.longValue() : 0;
    }

    /** A load that somebody asked for and that nothing was done for yet. */
    public static LoadState asked(long generation, long reloads) {
        return new LoadState(
                generation, reloads, 0, false, 0, List.of(), "", Optional.empty(), "", "");
    }

    /**
     * The load's table was dropped or renamed, and nobody waits for the load any longer. It is the
     * only one with an attempt and without slices that is not complete.
     */
    public static LoadState gone(long generation, long reloads, long attempt) {
        return new LoadState(
                generation, reloads, attempt, false, 0, List.of(), "", Optional.empty(), "", "");
    }

    /**
     * One more load than there was, because somebody wants it.
     *
     * @param former null for none
     */
    public static LoadState again(LoadState former) {
        return former == null ? asked(1, 1) : asked(former.generation + 1, former.reloads + 1);
    }

    public boolean isGone() {
        return attempt > 0 && !complete && slices.isEmpty();
    }

    /** Has the load of this number ended? */
    public boolean isOver(long number) {
        return generation > number || (generation == number && (complete || isGone()));
    }

    /** Generations that came of themselves. */
    public long ownGenerations() {
        return generation - reloads;
    }

    LoadState cut(long newAttempt, List<Slice> into, String cutShape, Optional<String> readFrom) {
        return new LoadState(
                generation,
                reloads,
                newAttempt,
                false,
                0,
                into,
                cutShape,
                readFrom,
                identity,
                identities);
    }

    LoadState completed(long rowsSent) {
        return new LoadState(
                generation,
                reloads,
                attempt,
                true,
                rowsSent,
                List.of(),
                "",
                from,
                identity,
                identities);
    }

    /** The same load of the table as it is now. */
    public LoadState identified(String now) {
        return with(now, identities);
    }

    /** The engine has said which identities the columns have. */
    LoadState withColumns(String now) {
        return with(identity, now);
    }

    private LoadState with(String ofTable, String ofColumns) {
        return new LoadState(
                generation,
                reloads,
                attempt,
                complete,
                rows,
                slices,
                shape,
                from,
                ofTable,
                ofColumns);
    }

    /** The log has been followed to where no change is any more that the rows have. */
    public LoadState followed() {
        return new LoadState(
                generation,
                reloads,
                attempt,
                complete,
                rows,
                slices,
                shape,
                Optional.empty(),
                identity,
                identities);
    }

    public Map<String, Object> offset() {
        Map<String, Object> offset = new TreeMap<>();
        offset.put("generation", generation);
        if (reloads > 0) {
            offset.put("reloads", reloads);
        }
        offset.put("attempt", attempt);
        offset.put("state", complete ? COMPLETE : LOADING);
        offset.put("rows", rows);
        if (!slices.isEmpty()) {
            offset.put("slices", Slice.write(slices));
            offset.put("shape", shape);
        }
        from.ifPresent(position -> offset.put(FROM, position));
        if (!identity.isEmpty()) {
            offset.put(IDENTITY, identity);
        }
        if (!identities.isEmpty()) {
            offset.put(IDENTITIES, identities);
        }
        return offset;
    }
}
