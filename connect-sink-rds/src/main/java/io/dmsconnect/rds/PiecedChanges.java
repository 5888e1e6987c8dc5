// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.connect.ChangePieces;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Changes that are coming in pieces, each in a file (in the JVM's {@code java.io.tmpdir}) until the
 * change is applied. They survive a transaction that fails, since not all pieces come again then;
 * the offset in the target stays before the first of them.
 */
final class PiecedChanges {
    private final Map<TopicPartition, Map<String, Arriving>> arriving = new HashMap<>();

    /** Keeps the pieces; returns the other records. */
    Collection<SinkRecord> withoutPieces(Collection<SinkRecord> records) {
        List<SinkRecord> others = null;
        int passed = 0;
        for (SinkRecord record : records) {
            ChangePieces.Piece piece = ChangePieces.piece(record);
            if (piece != null) {
                if (others == null) {
                    others = new ArrayList<>(List.copyOf(records).subList(0, passed));
                }
                keep(record, piece);
            } else if (others != null) {
                others.add(record);
            }
            passed++;
        }
        return others == null ? records : others;
    }

    private void keep(SinkRecord record, ChangePieces.Piece piece) {
        TopicPartition partition = RdsTarget.partition(record);
        Map<String, Arriving> changes = arriving.computeIfAbsent(partition, key -> new HashMap<>());
        Arriving known = changes.get(piece.change());
        if (piece.number() == 0) {
            close(known);
            known = new Arriving(record.originalKafkaOffset(), open(record));
            changes.put(piece.change(), known);
        }
        // else the first ones are behind us, and so is the change, or it will say what is missing;
        // or the piece comes again
        if (known != null && piece.number() == known.count) {
            known.add(record, piece.bytes());
        }
    }

    /** Where the consumer has to begin to get the record: at the first piece of its change. */
    long firstOffset(SinkRecord record) {
        ChangePieces.Cut cut = ChangePieces.cut(record);
        Arriving known = cut == null ? null : of(record, cut);
        return known == null ? record.originalKafkaOffset() : known.firstOffset;
    }

    private Arriving of(SinkRecord record, ChangePieces.Cut cut) {
        return arriving.getOrDefault(RdsTarget.partition(record), Map.of()).get(cut.change());
    }

    /**
     * The record with all its values.
     *
     * @throws ReplicationException (FATAL) where pieces are missing
     */
    SinkRecord whole(SinkRecord record) {
        ChangePieces.Cut cut = ChangePieces.cut(record);
        if (cut == null) {
            return record;
        }
        Arriving known = of(record, cut);
        if (known == null || known.count != cut.pieces() || known.size != cut.bytes()) {
            throw new ReplicationException(
                    FailureKind.FATAL,
                    place(record),
                    ("the topic has %d of the %d pieces of a large change; it may be compacted, or"
                                    + " older messages may have been deleted. Set cleanup.policy=delete and"
                                    + " retention.ms=-1 of the topic, and have the table loaded anew")
                            .formatted(known == null ? 0 : known.count, cut.pieces()));
        }
        known.restore(record, cut);
        return record;
    }

    private static String place(SinkRecord record) {
        List<String> key = new ArrayList<>();
        if (record.key() instanceof Struct struct) {
            struct.schema().fields().forEach(field -> key.add(field.name()));
        }
        return "topic %s, key columns %s, offset %d"
                .formatted(record.originalTopic(), key, record.originalKafkaOffset());
    }

    /** Lets go of changes that the target has. */
    void forgetApplied(Positions positions) {
        arriving.forEach(
                (partition, changes) ->
                        changes.values()
                                .removeIf(
                                        change -> {
                                            boolean applied =
                                                    positions.has(partition, change.firstOffset);
                                            if (applied) {
                                                change.close();
                                            }
                                            return applied;
                                        }));
    }

    void drop(Collection<TopicPartition> partitions) {
        partitions.forEach(this::drop);
    }

    private void drop(TopicPartition partition) {
        Map<String, Arriving> changes = arriving.remove(partition);
        if (changes != null) {
            changes.values().forEach(Arriving::close);
        }
    }

    private static void close(Arriving change) {
        if (change != null) {
            change.close();
        }
    }

    void close() {
        drop(List.copyOf(arriving.keySet()));
    }

    private static FileChannel open(SinkRecord record) {
        try {
            Path path = Files.createTempFile("dms-connect-change-", ".tmp");
            FileChannel file =
                    FileChannel.open(
                            path,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.DELETE_ON_CLOSE);
            // where the system allows it, nothing is left behind even by a crash
            path.toFile().delete();
            return file;
        } catch (IOException e) {
            throw unwritten(record, e);
        }
    }

    private static ReplicationException unwritten(SinkRecord record, IOException cause) {
        return new ReplicationException(
                FailureKind.RECOVERABLE,
                place(record),
                "a large change cannot be kept in java.io.tmpdir: " + cause.getMessage(),
                cause);
    }

    /** One change of which pieces have come. */
    private static final class Arriving {
        private final long firstOffset;
        private final FileChannel file;
        private int count;
        private long size;

        Arriving(long firstOffset, FileChannel file) {
            this.firstOffset = firstOffset;
            this.file = file;
        }

        void add(SinkRecord record, ByteBuffer bytes) {
            try {
                long at = size;
                while (bytes.hasRemaining()) {
                    at += file.write(bytes, at);
                }
                size = at;
                count++;
            } catch (IOException e) {
                throw unwritten(record, e);
            }
        }

        void restore(SinkRecord record, ChangePieces.Cut cut) {
            try {
                long at = 0;
                for (ChangePieces.Value value : cut.values()) {
                    ByteBuffer bytes = ByteBuffer.allocate(value.bytes());
                    while (bytes.hasRemaining()) {
                        if (file.read(bytes, at + bytes.position()) < 0) {
                            throw new IOException("the file is shorter than what was written");
                        }
                    }
                    at += value.bytes();
                    ChangePieces.restore((Struct) record.value(), value, bytes.array());
                }
            } catch (IOException e) {
                throw unwritten(record, e);
            }
        }

        void close() {
            try {
                file.close();
            } catch (IOException e) {
                // a temporary file that nobody needs any more
            }
        }
    }
}
