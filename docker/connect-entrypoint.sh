#!/bin/bash
# Writes the worker's configuration from CONNECT_* variables (CONNECT_GROUP_ID is group.id) and
# starts the worker.
set -eu
config=/opt/connect/config/worker.properties
: "${CONNECT_BOOTSTRAP_SERVERS:?set CONNECT_BOOTSTRAP_SERVERS to the Kafka brokers, host:port}"
: "${CONNECT_GROUP_ID:=dms-connect}"
: "${CONNECT_CONFIG_STORAGE_TOPIC:=dms-connect-configs}"
: "${CONNECT_OFFSET_STORAGE_TOPIC:=dms-connect-offsets}"
: "${CONNECT_STATUS_STORAGE_TOPIC:=dms-connect-status}"
: "${CONNECT_KEY_CONVERTER:=org.apache.kafka.connect.json.JsonConverter}"
: "${CONNECT_VALUE_CONVERTER:=org.apache.kafka.connect.json.JsonConverter}"
: "${CONNECT_PLUGIN_PATH:=/opt/connect/plugins}"
: "${CONNECT_PLUGIN_DISCOVERY:=service_load}"
: "${CONNECT_EXACTLY_ONCE_SOURCE_SUPPORT:=enabled}"
: "${CONNECT_CONSUMER_ISOLATION_LEVEL:=read_committed}"
: "${CONNECT_CONNECTOR_CLIENT_CONFIG_OVERRIDE_POLICY:=All}"
: "${CONNECT_CONFIG_PROVIDERS:=env,file}"
: "${CONNECT_CONFIG_PROVIDERS_ENV_CLASS:=org.apache.kafka.common.config.provider.EnvVarConfigProvider}"
: "${CONNECT_CONFIG_PROVIDERS_FILE_CLASS:=org.apache.kafka.common.config.provider.FileConfigProvider}"
umask 077
: >"$config"
for name in $(compgen -v | grep '^CONNECT_'); do
    key=$(printf '%s' "${name#CONNECT_}" | tr 'A-Z_' 'a-z.')
    printf '%s=%s\n' "$key" "${!name}" >>"$config"
done
exec /opt/kafka/bin/connect-distributed.sh "$config"
