// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.connect.Version;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** Connect's life cycle around a {@link SourceRun}. */
public abstract class DmsSourceTask extends SourceTask {
    /** Connect ends a task between two polls only. */
    private static final long POLL_MILLIS = 100;

    private final EngineType engine;
    private volatile SourceRun run;

    protected DmsSourceTask(EngineType engine) {
        this.engine = engine;
    }

    @Override
    public final String version() {
        return Version.current();
    }

    @Override
    public final void start(Map<String, String> props) {
        run = new SourceRun(new DmsSourceConfig(engine, props), context);
        run.start();
    }

    @Override
    public final List<SourceRecord> poll() throws InterruptedException {
        return run.poll(POLL_MILLIS);
    }

    @Override
    public final void commit() throws InterruptedException {
        run.commit();
    }

    @Override
    public final void commitRecord(SourceRecord record, RecordMetadata metadata)
            throws InterruptedException {
        run.commitRecord(record, metadata);
    }

    @Override
    public final void stop() {
        if (run != null) {
            run.stop();
        }
    }
}
