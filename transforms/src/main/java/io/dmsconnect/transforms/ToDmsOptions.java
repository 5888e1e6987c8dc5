// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.transforms;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings of AWS DMS's Kafka endpoint that say what is in a message. */
record ToDmsOptions(
        boolean indented,
        boolean transactions,
        boolean partitionValue,
        boolean partitionSchemaTable,
        String partitionKeyType,
        boolean alterOperations,
        boolean controlDetails,
        boolean nulls,
        boolean noHexPrefix,
        String beforeImageField,
        String beforeImageFilter,
        boolean wholeDeletes,
        String taskId) {
    private static final String FORMAT = "message.format";
    private static final String TRANSACTIONS = "include.transaction.details";
    private static final String PARTITION_VALUE = "include.partition.value";
    private static final String PARTITION_TABLE = "partition.include.schema.table";
    private static final String PARTITION_TYPE = "partition.key.type";
    private static final String ALTER = "include.table.alter.operations";
    private static final String CONTROL = "include.control.details";
    static final String NULLS = "include.null.and.empty";
    private static final String NO_HEX_PREFIX = "no.hex.prefix";
    static final String BEFORE_FIELD = "before.image.field.name";
    private static final String BEFORE_FILTER = "before.image.column.filter";
    private static final String DELETES = "delete.columns";
    private static final String TASK_ID = "task.id";

    static final ConfigDef CONFIG_DEF =
            new ConfigDef()
                    .define(
                            FORMAT,
                            Type.STRING,
                            "json",
                            ConfigDef.ValidString.in("json", "json-unformatted"),
                            Importance.MEDIUM,
                            "DMS's MessageFormat: indented, or on one line.")
                    .define(
                            PARTITION_TYPE,
                            Type.STRING,
                            "primary-key",
                            ConfigDef.ValidString.in("primary-key", "schema-table"),
                            Importance.MEDIUM,
                            "What the record's key is, DMS's partition-key-type: the values of the"
                                    + " primary key with a point between, or the table's name. A"
                                    + " table without a key always uses its name. With either, all"
                                    + " messages of a row are in one partition, full load included;"
                                    + " DMS changes the type between full load and changes.")
                    .define(
                            PARTITION_VALUE,
                            Type.BOOLEAN,
                            false,
                            Importance.LOW,
                            "DMS's IncludePartitionValue: the partition key is in the message too.")
                    .define(
                            PARTITION_TABLE,
                            Type.BOOLEAN,
                            false,
                            Importance.LOW,
                            "DMS's PartitionIncludeSchemaTable: schema and table in front of a"
                                    + " primary key.")
                    .define(
                            TRANSACTIONS,
                            Type.BOOLEAN,
                            false,
                            Importance.MEDIUM,
                            "DMS's IncludeTransactionDetails: transaction-id, transaction-record-id"
                                    + " (where the connector provides transaction metadata),"
                                    + " commit-timestamp and stream-position. The previous"
                                    + " transaction is known only in a source connector, after the"
                                    + " first one since its start.")
                    .define(
                            NULLS,
                            Type.BOOLEAN,
                            false,
                            Importance.MEDIUM,
                            "DMS's IncludeNullAndEmpty: columns that are NULL are in the message."
                                    + " Empty texts always are: they are values.")
                    .define(
                            NO_HEX_PREFIX,
                            Type.BOOLEAN,
                            false,
                            Importance.LOW,
                            "DMS's NoHexPrefix: no 0x in front of binary values.")
                    .define(
                            CONTROL,
                            Type.BOOLEAN,
                            false,
                            Importance.MEDIUM,
                            "DMS's IncludeControlDetails: control records hold the table's"
                                    + " definition.")
                    .define(
                            ALTER,
                            Type.BOOLEAN,
                            false,
                            Importance.MEDIUM,
                            "DMS's IncludeTableAlterOperations: control records also for tables"
                                    + " that are altered or dropped; otherwise only create-table.")
                    .define(
                            BEFORE_FIELD,
                            Type.STRING,
                            "",
                            Importance.LOW,
                            "FieldName of DMS's BeforeImageSettings: the member for the values"
                                    + " before an update. Empty: none.")
                    .define(
                            BEFORE_FILTER,
                            Type.STRING,
                            "pk-only",
                            ConfigDef.ValidString.in("pk-only", "non-lob", "all"),
                            Importance.LOW,
                            "ColumnFilter of DMS's BeforeImageSettings.")
                    .define(
                            DELETES,
                            Type.STRING,
                            "key",
                            ConfigDef.ValidString.in("key", "all"),
                            Importance.MEDIUM,
                            "What a delete of a table with a primary key has as data. all, as DMS"
                                    + " does with MySQL, is right only where the source's log has"
                                    + " whole old rows (binlog_row_image=FULL, REPLICA IDENTITY"
                                    + " FULL): Debezium fills in what is missing.")
                    .define(
                            TASK_ID,
                            Type.STRING,
                            "dms-connect",
                            Importance.LOW,
                            "The key of control records starts with it, as with DMS's task id.");

    static ToDmsOptions of(Map<String, ?> properties) {
        Map<String, Object> config = CONFIG_DEF.parse(properties);
        return new ToDmsOptions(
                config.get(FORMAT).equals("json"),
                (Boolean) config.get(TRANSACTIONS),
                (Boolean) config.get(PARTITION_VALUE),
                (Boolean) config.get(PARTITION_TABLE),
                (String) config.get(PARTITION_TYPE),
                (Boolean) config.get(ALTER),
                (Boolean) config.get(CONTROL),
                (Boolean) config.get(NULLS),
                (Boolean) config.get(NO_HEX_PREFIX),
                (String) config.get(BEFORE_FIELD),
                (String) config.get(BEFORE_FILTER),
                config.get(DELETES).equals("all"),
                (String) config.get(TASK_ID));
    }
}
