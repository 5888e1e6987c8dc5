-- index: plain
ALTER TABLE `shop`.`order` ADD INDEX `i "x``` (`name`, `id`);
-- index: unique
ALTER TABLE `shop`.`order` ADD UNIQUE INDEX `i "x``` (`name`);
-- index: constraint
ALTER TABLE `shop`.`order` ADD UNIQUE INDEX `i "x``` (`name`);
-- index: descending, a prefix
ALTER TABLE `shop`.`order` ADD INDEX `i "x``` (`name` DESC, `note`(20));
-- index: long
ALTER TABLE `shop`.`order` ADD INDEX `i "x``` (`long`(384), `note`(384));
-- index: unique long
ALTER TABLE `shop`.`order` ADD UNIQUE INDEX `i "x``` (`note`);
-- index: bytes
ALTER TABLE `shop`.`order` ADD INDEX `i "x``` (`raw`(8));
-- index: INCLUDE
ALTER TABLE `shop`.`order` ADD UNIQUE INDEX `i "x``` (`name`);
-- remark: made without what is not said here: USING btree (name) INCLUDE (id)
-- index: partial
-- remark: MariaDB has no equivalent of USING btree (name) WHERE "on"
-- index: expression
-- remark: MariaDB has no equivalent of USING btree (lower(name))
-- index: deferred
-- remark: MariaDB checks unique values after each row, and has no equivalent of UNIQUE (name) DEFERRABLE
-- index: fulltext
ALTER TABLE `shop`.`order` ADD FULLTEXT INDEX `i "x``` (`note`);
-- foreign key: CASCADE
ALTER TABLE `shop`.`order` ADD CONSTRAINT `f` FOREIGN KEY (`id`) REFERENCES `shop`.`customer` (`no`) ON DELETE CASCADE ON UPDATE RESTRICT;
-- remark: it is not DEFERRABLE INITIALLY DEFERRED
-- foreign key: SET DEFAULT
-- remark: MariaDB has no SET DEFAULT
ALTER TABLE `shop`.`order` DROP FOREIGN KEY `f`;
-- default: name LITERAL it's \ new postgres
ALTER TABLE `shop`.`order` ALTER COLUMN `name` SET DEFAULT 'it''s \\ new';
-- default: note LITERAL {} postgres
ALTER TABLE `shop`.`order` ALTER COLUMN `note` SET DEFAULT ('{}');
-- default: raw LITERAL \x41 postgres
-- remark: MariaDB has no equivalent of DEFAULT \x41
-- default: on LITERAL true postgres
ALTER TABLE `shop`.`order` ALTER COLUMN `on` SET DEFAULT 1;
-- default: amount LITERAL -1.50 postgres
ALTER TABLE `shop`.`order` ALTER COLUMN `amount` SET DEFAULT -1.50;
-- default: day LITERAL 2020-02-29 postgres
ALTER TABLE `shop`.`order` ALTER COLUMN `day` SET DEFAULT '2020-02-29';
-- default: bits LITERAL 101 postgres
ALTER TABLE `shop`.`order` ALTER COLUMN `bits` SET DEFAULT b'101';
-- default: day NOW  postgres
ALTER TABLE `shop`.`order` ALTER COLUMN `day` SET DEFAULT (CURRENT_DATE);
-- default: at NOW  postgres
ALTER TABLE `shop`.`order` ALTER COLUMN `at` SET DEFAULT (CURRENT_TIMESTAMP(3));
-- default: at tz NOW  postgres
ALTER TABLE `shop`.`order` ALTER COLUMN `at tz` SET DEFAULT (UTC_TIMESTAMP(6));
-- default: name UUID  postgres
ALTER TABLE `shop`.`order` ALTER COLUMN `name` SET DEFAULT (UUID());
-- default: amount EXPRESSION round(1.2) postgres
-- remark: MariaDB has no equivalent of DEFAULT round(1.2)
-- default: amount EXPRESSION round(1.2) mysql
ALTER TABLE `shop`.`order` ALTER COLUMN `amount` SET DEFAULT (round(1.2));
-- default: at NOW  mysql
ALTER TABLE `shop`.`order` ALTER COLUMN `at` SET DEFAULT (CURRENT_TIMESTAMP(3));
-- remark: ON UPDATE CURRENT_TIMESTAMP would change rows while changes are applied; at the cut-over, add it to column 'at'
-- default: at NONE  mysql
-- remark: ON UPDATE CURRENT_TIMESTAMP would change rows while changes are applied; at the cut-over, add it to column 'at'
-- numbering: id ''
ALTER TABLE `shop`.`order` MODIFY COLUMN `id` bigint NOT NULL AUTO_INCREMENT;
ALTER TABLE `shop`.`order` AUTO_INCREMENT = 42;
-- numbering: id ''
ALTER TABLE `shop`.`order` MODIFY COLUMN `id` bigint NOT NULL AUTO_INCREMENT;
ALTER TABLE `shop`.`order` AUTO_INCREMENT = 42;
-- remark: its step is the server's, and not 5
-- numbering: big ''
ALTER TABLE `shop`.`order` MODIFY COLUMN `big` bigint unsigned NOT NULL AUTO_INCREMENT;
ALTER TABLE `shop`.`order` AUTO_INCREMENT = 42;
-- numbering: id 'order_id_seq'
ALTER TABLE `shop`.`order` MODIFY COLUMN `id` bigint NOT NULL AUTO_INCREMENT;
ALTER TABLE `shop`.`order` AUTO_INCREMENT = 42;
-- numbering: id 'all' shared
-- remark: MariaDB has no equivalent of sequence 'all', which is not the column's alone
-- numbering: name ''
-- remark: MariaDB numbers no column of type varchar(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin
-- the next number only
ALTER TABLE `shop`.`order` AUTO_INCREMENT = 42;
