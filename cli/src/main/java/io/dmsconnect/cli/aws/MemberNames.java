// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Members in the API's spelling. SDKs write {@code replicationTaskIdentifier}, Terraform {@code
 * replication_task_id}, a serverless configuration {@code ReplicationConfigIdentifier}.
 */
public final class MemberNames {
    private static final Map<String, String> TASK =
            byPlainName(
                    "ReplicationTaskIdentifier",
                    "MigrationType",
                    "TableMappings",
                    "ReplicationTaskSettings",
                    "SourceEndpoint",
                    "TargetEndpoint",
                    "SourceEndpointArn",
                    "TargetEndpointArn",
                    "ReplicationTaskArn",
                    "CdcStartPosition",
                    "CdcStartTime",
                    "CdcStopPosition");

    private static final Map<String, String> ENDPOINT =
            byPlainName(
                    "EndpointIdentifier",
                    "EndpointArn",
                    "EndpointType",
                    "EngineName",
                    "ServerName",
                    "Port",
                    "Username",
                    "Password",
                    "DatabaseName",
                    "SslMode",
                    "CertificateArn",
                    "ExtraConnectionAttributes",
                    "PostgreSQLSettings",
                    "MySQLSettings",
                    "SecretsManagerSecretId",
                    "SecretsManagerAccessRoleArn");

    static {
        TASK.put("replicationtaskid", "ReplicationTaskIdentifier");
        TASK.put("replicationconfigidentifier", "ReplicationTaskIdentifier");
        TASK.put("replicationconfigarn", "ReplicationTaskArn");
        TASK.put("arn", "ReplicationTaskArn");
        TASK.put("replicationtype", "MigrationType");
        TASK.put("replicationsettings", "ReplicationTaskSettings");
        ENDPOINT.put("endpointid", "EndpointIdentifier");
        ENDPOINT.put("postgressettings", "PostgreSQLSettings");
        ENDPOINT.put("gcpmysqlsettings", "MySQLSettings");
        ENDPOINT.put("secretsmanagerarn", "SecretsManagerSecretId");
    }

    /** What {@code describe-replication-tasks} and {@code -configs} print beside. */
    private static final Set<String> DESCRIBED_TASK =
            Set.of(
                    "Status",
                    "LastFailureMessage",
                    "StopReason",
                    "ReplicationTaskCreationDate",
                    "ReplicationTaskStartDate",
                    "RecoveryCheckpoint",
                    "ReplicationTaskArn",
                    "ReplicationTaskStats",
                    "TaskData",
                    "TargetReplicationInstanceArn",
                    "ReplicationInstanceArn",
                    "SourceEndpointArn",
                    "TargetEndpointArn",
                    "ResourceIdentifier",
                    "Tags",
                    "ReplicationConfigIdentifier",
                    "ReplicationConfigArn",
                    "ReplicationType",
                    "ReplicationSettings",
                    "ComputeConfig",
                    "SupplementalSettings",
                    "ReplicationConfigCreateTime",
                    "ReplicationConfigUpdateTime",
                    "IsReadOnly");

    /** What {@code describe-endpoints} prints beside. */
    private static final Set<String> DESCRIBED_ENDPOINT =
            Set.of(
                    "EndpointIdentifier",
                    "EndpointArn",
                    "EngineDisplayName",
                    "Status",
                    "KmsKeyId",
                    "ServiceAccessRoleArn",
                    "ExternalTableDefinition",
                    "ExternalId",
                    "IsReadOnly",
                    "ResourceIdentifier",
                    "Tags");

    private MemberNames() {}

    private static Map<String, String> byPlainName(String... names) {
        Map<String, String> map = new HashMap<>();
        for (String name : names) {
            map.put(plain(name), name);
        }
        return map;
    }

    private static String plain(String name) {
        return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }

    /** The API's name of a task's member, or the name as it is. */
    public static String ofTask(String name) {
        return TASK.getOrDefault(plain(name), name);
    }

    public static String ofEndpoint(String name) {
        return ENDPOINT.getOrDefault(plain(name), name);
    }

    public static boolean isDescribedOfTask(String name) {
        return isAmong(DESCRIBED_TASK, name);
    }

    public static boolean isDescribedOfEndpoint(String name) {
        return isAmong(DESCRIBED_ENDPOINT, name);
    }

    private static boolean isAmong(Set<String> names, String name) {
        return names.contains(name)
                || names.stream().anyMatch(other -> plain(other).equals(plain(name)));
    }

    /** The names a task may have, for a guess at what is meant. */
    public static Set<String> allOfTask() {
        return new TreeSet<>(TASK.values());
    }

    public static Set<String> allOfEndpoint() {
        return new TreeSet<>(ENDPOINT.values());
    }

    /**
     * @param knownOnly leaves out what a task document has no use for
     */
    public static ObjectNode ofTask(ObjectNode task, boolean knownOnly) {
        return renamed(task, TASK, knownOnly);
    }

    public static ObjectNode ofEndpoint(ObjectNode endpoint, boolean knownOnly) {
        ObjectNode renamed = renamed(endpoint, ENDPOINT, knownOnly);
        for (String group : new String[] {"PostgreSQLSettings", "MySQLSettings"}) {
            JsonNode settings = renamed.path(group);
            // a block of Terraform
            if (settings.isArray() && settings.size() == 1) {
                renamed.set(group, settings.get(0));
            } else if (settings.isArray() && settings.isEmpty()) {
                renamed.remove(group);
            }
        }
        return renamed;
    }

    private static ObjectNode renamed(
            ObjectNode object, Map<String, String> names, boolean knownOnly) {
        ObjectNode renamed = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = names.get(plain(member.getKey()));
            if (name == null && !knownOnly) {
                renamed.set(member.getKey(), member.getValue());
            } else if (name != null) {
                boolean goesBefore =
                        says(member.getValue()) && isSpelling(member.getKey(), name)
                                || !says(renamed.path(name));
                boolean isTaken = object.has(name) && says(object.get(name));
                if (goesBefore && (!isTaken || member.getKey().equals(name))) {
                    renamed.set(name, member.getValue());
                }
            }
        }
        return renamed;
    }

    /** The API's own name counts, in whatever spelling, before other names of the same thing. */
    private static boolean isSpelling(String key, String name) {
        return plain(key).equals(plain(name));
    }

    private static boolean says(JsonNode value) {
        return !value.isMissingNode()
                && !value.isNull()
                && !(value.isTextual() && value.textValue().isEmpty());
    }
}
