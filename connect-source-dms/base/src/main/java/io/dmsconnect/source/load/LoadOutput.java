// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.load;

import org.apache.kafka.connect.source.SourceRecord;

/** Takes the records of the load lane; waits where there is no room. */
@FunctionalInterface
public interface LoadOutput {
    void put(SourceRecord record) throws InterruptedException;
}
