// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import java.util.Objects;

/**
 * How a followed table stands that is no longer what it was.
 *
 * @param identity what it is now, as {@link SourceEngine#identities} tells it
 * @param loadAnew why it has to be loaded anew, such as "its key was changed"; empty where it need
 *     not be
 * @param unfollowed why the log lacks some of its changes from now on, and what to do; empty where
 *     it has all
 */
public record TableStanding(String identity, String loadAnew, String unfollowed) {
    public TableStanding {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(loadAnew, "loadAnew");
        Objects.requireNonNull(unfollowed, "unfollowed");
    }

    /** It is followed as before. */
    public static TableStanding accepted(String identity) {
        return new TableStanding(identity, "", "");
    }

    public static TableStanding replaced(String identity, String why) {
        return new TableStanding(identity, why, "");
    }

    public static TableStanding unfollowed(String identity, String why) {
        return new TableStanding(identity, "", why);
    }

    boolean isReplaced() {
        return !loadAnew.isEmpty();
    }

    boolean isUnfollowed() {
        return !unfollowed.isEmpty();
    }
}
