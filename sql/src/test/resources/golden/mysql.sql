SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION,ALLOW_INVALID_DATES';
SET SESSION max_error_count = 64;
SET SESSION time_zone = '+00:00';
SET SESSION foreign_key_checks = 0;
SET SESSION unique_checks = 1;
SET SESSION sql_select_limit = 18446744073709551615;
SET SESSION sql_big_selects = 1;
SET SESSION sql_safe_updates = 0;
SET SESSION sql_auto_is_null = 0;
SET SESSION completion_type = 0;
SET SESSION wait_timeout = 28800;
SET SESSION net_read_timeout = 600;
SET SESSION net_write_timeout = 600;
SET SESSION lock_wait_timeout = 20;
SET SESSION innodb_lock_wait_timeout = 20;
SET SESSION innodb_strict_mode = OFF; -- if permitted
SET SESSION explicit_defaults_for_timestamp = ON; -- if permitted
SET SESSION alter_algorithm = 'DEFAULT'; -- if permitted
SET SESSION sql_require_primary_key = OFF; -- if permitted
SET SESSION max_statement_time = 0; -- if permitted
SET SESSION max_execution_time = 0; -- if permitted
SET SESSION idle_transaction_timeout = 0; -- if permitted
SET SESSION idle_write_transaction_timeout = 0; -- if permitted
SET SESSION tx_isolation = IF(@@log_bin AND @@binlog_format = 'STATEMENT', 'REPEATABLE-READ', 'READ-COMMITTED'); -- if permitted
SET SESSION transaction_isolation = IF(@@log_bin AND @@binlog_format = 'STATEMENT', 'REPEATABLE-READ', 'READ-COMMITTED'); -- if permitted

-- shop.no key
CREATE TABLE `shop`.`no key` (`a` int NULL, `b` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_as_cs NULL) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4;
ALTER TABLE `shop`.`no key` ADD COLUMN `b` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_as_cs NULL;
ALTER TABLE `shop`.`no key` DROP COLUMN `b`;
ALTER TABLE `shop`.`no key` RENAME COLUMN `b` TO `new b`;
INSERT INTO `shop`.`no key` (`a`, `b`) VALUES (?, ?);
UPDATE `shop`.`no key` SET `a` = ?, `b` = ? WHERE `a` <=> ? AND CAST(CONVERT(`b` USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY) LIMIT 1;
DELETE FROM `shop`.`no key` WHERE `a` <=> ? AND CAST(CONVERT(`b` USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY) LIMIT 1;
TRUNCATE TABLE `shop`.`no key`;
DROP TABLE IF EXISTS `shop`.`no key`;

-- shop.compound
CREATE TABLE `shop`.`compound` (`id` bigint NOT NULL, `part` varchar(384) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_as_cs NOT NULL, `amount` decimal(12,2) NULL, PRIMARY KEY (`part`, `id`)) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4;
ALTER TABLE `shop`.`compound` ADD COLUMN `amount` decimal(12,2) NULL;
ALTER TABLE `shop`.`compound` DROP COLUMN `amount`;
ALTER TABLE `shop`.`compound` RENAME COLUMN `amount` TO `new amount`;
INSERT INTO `shop`.`compound` (`id`, `part`, `amount`) VALUES (?, ?, ?);
CREATE TABLE `shop`.`compound` (`id` bigint NOT NULL, `part` varchar(384) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_as_cs NOT NULL, `amount` decimal(12,2) NULL) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4;
ALTER TABLE `shop`.`compound` ADD PRIMARY KEY (`part`, `id`);
INSERT INTO `shop`.`compound` (`id`, `part`, `amount`) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE `part` = IF(CAST(`part` AS BINARY) <=> CAST(VALUES(`part`) AS BINARY) AND `id` <=> VALUES(`id`), VALUES(`part`), NULL), `amount` = VALUES(`amount`);
UPDATE `shop`.`compound` SET `amount` = ? WHERE `part` = ? AND `id` = ?;
DELETE FROM `shop`.`compound` WHERE `part` = ? AND `id` = ?;
TRUNCATE TABLE `shop`.`compound`;
DROP TABLE IF EXISTS `shop`.`compound`;

-- shop.select
CREATE TABLE `shop`.`select` (`order` smallint NOT NULL, `Mixed Case` varchar(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_as_cs NULL, `quo"te``d'` tinyint(1) NULL, PRIMARY KEY (`order`)) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4;
ALTER TABLE `shop`.`select` ADD COLUMN `quo"te``d'` tinyint(1) NULL;
ALTER TABLE `shop`.`select` DROP COLUMN `quo"te``d'`;
ALTER TABLE `shop`.`select` RENAME COLUMN `quo"te``d'` TO `new quo"te``d'`;
INSERT INTO `shop`.`select` (`order`, `Mixed Case`, `quo"te``d'`) VALUES (?, ?, ?);
CREATE TABLE `shop`.`select` (`order` smallint NOT NULL, `Mixed Case` varchar(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_as_cs NULL, `quo"te``d'` tinyint(1) NULL) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4;
ALTER TABLE `shop`.`select` ADD PRIMARY KEY (`order`);
INSERT INTO `shop`.`select` (`order`, `Mixed Case`, `quo"te``d'`) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE `order` = IF(`order` <=> VALUES(`order`), VALUES(`order`), NULL), `Mixed Case` = VALUES(`Mixed Case`), `quo"te``d'` = VALUES(`quo"te``d'`);
UPDATE `shop`.`select` SET `quo"te``d'` = ? WHERE `order` = ?;
DELETE FROM `shop`.`select` WHERE `order` = ?;
TRUNCATE TABLE `shop`.`select`;
DROP TABLE IF EXISTS `shop`.`select`;

-- shop.only key
CREATE TABLE `shop`.`only key` (`id` varchar(768) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_as_cs NOT NULL, PRIMARY KEY (`id`)) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4;
ALTER TABLE `shop`.`only key` ADD COLUMN `id` varchar(768) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_as_cs NULL;
ALTER TABLE `shop`.`only key` DROP COLUMN `id`;
ALTER TABLE `shop`.`only key` RENAME COLUMN `id` TO `new id`;
INSERT INTO `shop`.`only key` (`id`) VALUES (?);
CREATE TABLE `shop`.`only key` (`id` varchar(768) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_as_cs NOT NULL) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4;
ALTER TABLE `shop`.`only key` ADD PRIMARY KEY (`id`);
INSERT INTO `shop`.`only key` (`id`) VALUES (?) ON DUPLICATE KEY UPDATE `id` = IF(CAST(`id` AS BINARY) <=> CAST(VALUES(`id`) AS BINARY), VALUES(`id`), NULL);
UPDATE `shop`.`only key` SET `id` = ? WHERE `id` = ?;
DELETE FROM `shop`.`only key` WHERE `id` = ?;
TRUNCATE TABLE `shop`.`only key`;
DROP TABLE IF EXISTS `shop`.`only key`;

-- shop.all kinds
CREATE TABLE `shop`.`all kinds` (`c_boolean` tinyint(1) NULL, `c_int1` tinyint NULL, `c_int2` smallint NULL, `c_int4` int NULL, `c_int8` bigint NULL, `c_uint1` tinyint unsigned NULL, `c_uint2` smallint unsigned NULL, `c_uint4` int unsigned NULL, `c_uint8` bigint unsigned NULL, `c_numeric` decimal(65,30) NULL, `c_real4` float NULL, `c_real8` double NULL, `c_date` date NULL, `c_time` time(3) NULL, `c_datetime` datetime(3) NULL, `c_datetime_tz` datetime(3) NULL, `c_string` varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_as_cs NULL, `c_wstring` varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_as_cs NULL, `c_clob` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_as_cs NULL, `c_nclob` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_as_cs NULL, `c_bytes` varbinary(20) NULL, `c_blob` longblob NULL) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4;
ALTER TABLE `shop`.`all kinds` ADD COLUMN `c_blob` longblob NULL;
ALTER TABLE `shop`.`all kinds` DROP COLUMN `c_blob`;
ALTER TABLE `shop`.`all kinds` RENAME COLUMN `c_blob` TO `new c_blob`;
INSERT INTO `shop`.`all kinds` (`c_boolean`, `c_int1`, `c_int2`, `c_int4`, `c_int8`, `c_uint1`, `c_uint2`, `c_uint4`, `c_uint8`, `c_numeric`, `c_real4`, `c_real8`, `c_date`, `c_time`, `c_datetime`, `c_datetime_tz`, `c_string`, `c_wstring`, `c_clob`, `c_nclob`, `c_bytes`, `c_blob`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);
UPDATE `shop`.`all kinds` SET `c_boolean` = ?, `c_int1` = ?, `c_int2` = ?, `c_int4` = ?, `c_int8` = ?, `c_uint1` = ?, `c_uint2` = ?, `c_uint4` = ?, `c_uint8` = ?, `c_numeric` = ?, `c_real4` = ?, `c_real8` = ?, `c_date` = ?, `c_time` = ?, `c_datetime` = ?, `c_datetime_tz` = ?, `c_string` = ?, `c_wstring` = ?, `c_clob` = ?, `c_nclob` = ?, `c_bytes` = ?, `c_blob` = ? WHERE `c_boolean` <=> ? AND `c_int1` <=> ? AND `c_int2` <=> ? AND `c_int4` <=> ? AND `c_int8` <=> ? AND `c_uint1` <=> ? AND `c_uint2` <=> ? AND `c_uint4` <=> ? AND `c_uint8` <=> ? AND `c_numeric` <=> CAST(? AS decimal(65,30)) AND `c_real4` <=> ? AND `c_real8` <=> ? AND `c_date` <=> ? AND `c_time` <=> ? AND `c_datetime` <=> ? AND `c_datetime_tz` <=> ? AND CAST(CONVERT(`c_string` USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY) AND CAST(CONVERT(`c_wstring` USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY) AND CAST(CONVERT(`c_clob` USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY) AND CAST(CONVERT(`c_nclob` USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY) AND `c_bytes` <=> ? AND `c_blob` <=> ? LIMIT 1;
DELETE FROM `shop`.`all kinds` WHERE `c_boolean` <=> ? AND `c_int1` <=> ? AND `c_int2` <=> ? AND `c_int4` <=> ? AND `c_int8` <=> ? AND `c_uint1` <=> ? AND `c_uint2` <=> ? AND `c_uint4` <=> ? AND `c_uint8` <=> ? AND `c_numeric` <=> CAST(? AS decimal(65,30)) AND `c_real4` <=> ? AND `c_real8` <=> ? AND `c_date` <=> ? AND `c_time` <=> ? AND `c_datetime` <=> ? AND `c_datetime_tz` <=> ? AND CAST(CONVERT(`c_string` USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY) AND CAST(CONVERT(`c_wstring` USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY) AND CAST(CONVERT(`c_clob` USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY) AND CAST(CONVERT(`c_nclob` USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY) AND `c_bytes` <=> ? AND `c_blob` <=> ? LIMIT 1;
TRUNCATE TABLE `shop`.`all kinds`;
DROP TABLE IF EXISTS `shop`.`all kinds`;

-- shop.declared
CREATE TABLE `shop`.`declared` (`pg_array` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_as_cs NULL, `pg_jsonb` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_as_cs NULL, `pg_uuid` char(36) NULL, `pg_interval` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_as_cs NULL, `pg_char` char(5) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_as_cs NULL, `pg_numeric` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_as_cs NULL, `my_time` time(3) NULL, `my_enum` enum('a','b''c') NULL, `my_bit` bit(9) NULL, `my_json` json NULL, `my_year` year(4) NULL, `my_unsigned` bigint(20) unsigned NULL, `ma_uuid` char(36) NULL, `ma_inet6` varchar(39) NULL) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4;
ALTER TABLE `shop`.`declared` ADD COLUMN `ma_inet6` varchar(39) NULL;
ALTER TABLE `shop`.`declared` DROP COLUMN `ma_inet6`;
ALTER TABLE `shop`.`declared` RENAME COLUMN `ma_inet6` TO `new ma_inet6`;
INSERT INTO `shop`.`declared` (`pg_array`, `pg_jsonb`, `pg_uuid`, `pg_interval`, `pg_char`, `pg_numeric`, `my_time`, `my_enum`, `my_bit`, `my_json`, `my_year`, `my_unsigned`, `ma_uuid`, `ma_inet6`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);
UPDATE `shop`.`declared` SET `pg_array` = ?, `pg_jsonb` = ?, `pg_uuid` = ?, `pg_interval` = ?, `pg_char` = ?, `pg_numeric` = ?, `my_time` = ?, `my_enum` = ?, `my_bit` = ?, `my_json` = ?, `my_year` = ?, `my_unsigned` = ?, `ma_uuid` = ?, `ma_inet6` = ? WHERE CAST(CONVERT(`pg_array` USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY) AND CAST(CONVERT(`pg_jsonb` USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY) AND CAST(CONVERT(`pg_uuid` USING utf8mb4) AS BINARY) <=> CAST(RTRIM(?) AS BINARY) AND CAST(CONVERT(`pg_interval` USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY) AND CAST(CONVERT(`pg_char` USING utf8mb4) AS BINARY) <=> CAST(RTRIM(?) AS BINARY) AND `pg_numeric` <=> ? AND `my_time` <=> ? AND CAST(CONVERT(`my_enum` USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY) AND `my_bit` <=> ? AND `my_json` <=> CAST(? AS JSON) AND `my_year` <=> ? AND `my_unsigned` <=> ? AND CAST(CONVERT(`ma_uuid` USING utf8mb4) AS BINARY) <=> CAST(RTRIM(?) AS BINARY) AND CAST(CONVERT(`ma_inet6` USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY) LIMIT 1;
DELETE FROM `shop`.`declared` WHERE CAST(CONVERT(`pg_array` USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY) AND CAST(CONVERT(`pg_jsonb` USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY) AND CAST(CONVERT(`pg_uuid` USING utf8mb4) AS BINARY) <=> CAST(RTRIM(?) AS BINARY) AND CAST(CONVERT(`pg_interval` USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY) AND CAST(CONVERT(`pg_char` USING utf8mb4) AS BINARY) <=> CAST(RTRIM(?) AS BINARY) AND `pg_numeric` <=> ? AND `my_time` <=> ? AND CAST(CONVERT(`my_enum` USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY) AND `my_bit` <=> ? AND `my_json` <=> CAST(? AS JSON) AND `my_year` <=> ? AND `my_unsigned` <=> ? AND CAST(CONVERT(`ma_uuid` USING utf8mb4) AS BINARY) <=> CAST(RTRIM(?) AS BINARY) AND CAST(CONVERT(`ma_inet6` USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY) LIMIT 1;
TRUNCATE TABLE `shop`.`declared`;
DROP TABLE IF EXISTS `shop`.`declared`;
