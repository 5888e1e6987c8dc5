// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.event;

/** Where in the log of changes an event was read: original topic, partition and offset. */
public record RecordOrigin(String topic, int partition, long offset) {
    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
