SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
SET IntervalStyle = 'postgres';
SET standard_conforming_strings = on;
SET lc_monetary = 'C';
SET array_nulls = on;
SET xmloption = content;
SET statement_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET lock_timeout = '20s';
SET session_replication_role = 'replica'; -- if permitted
SET idle_session_timeout = 0; -- if permitted
SET transaction_timeout = 0; -- if permitted

-- shop.no key
CREATE TABLE "shop"."no key" ("a" integer NULL, "b" text NULL);
ALTER TABLE "shop"."no key" ADD COLUMN IF NOT EXISTS "b" text;
ALTER TABLE "shop"."no key" DROP COLUMN "b";
ALTER TABLE "shop"."no key" RENAME COLUMN "b" TO "new b";
INSERT INTO "shop"."no key" ("a", "b") VALUES (?, ?);
UPDATE "shop"."no key" AS x SET "a" = ?, "b" = ? FROM (SELECT ctid AS c, tableoid AS t FROM "shop"."no key" WHERE "a"::text IS NOT DISTINCT FROM CAST(? AS integer)::text AND "b"::text IS NOT DISTINCT FROM CAST(? AS text)::text LIMIT 1) AS one WHERE x.ctid = one.c AND x.tableoid = one.t;
DELETE FROM "shop"."no key" AS x USING (SELECT ctid AS c, tableoid AS t FROM "shop"."no key" WHERE "a"::text IS NOT DISTINCT FROM CAST(? AS integer)::text AND "b"::text IS NOT DISTINCT FROM CAST(? AS text)::text LIMIT 1) AS one WHERE x.ctid = one.c AND x.tableoid = one.t;
TRUNCATE TABLE "shop"."no key";
DROP TABLE IF EXISTS "shop"."no key";

-- shop.compound
CREATE TABLE "shop"."compound" ("id" bigint NOT NULL, "part" text NOT NULL, "amount" numeric(12,2) NULL, PRIMARY KEY ("part", "id"));
ALTER TABLE "shop"."compound" ADD COLUMN IF NOT EXISTS "amount" numeric(12,2);
ALTER TABLE "shop"."compound" DROP COLUMN "amount";
ALTER TABLE "shop"."compound" RENAME COLUMN "amount" TO "new amount";
INSERT INTO "shop"."compound" ("id", "part", "amount") VALUES (?, ?, ?);
CREATE TABLE "shop"."compound" ("id" bigint NOT NULL, "part" text NOT NULL, "amount" numeric(12,2) NULL);
ALTER TABLE "shop"."compound" ADD PRIMARY KEY ("part", "id");
INSERT INTO "shop"."compound" ("id", "part", "amount") VALUES (?, ?, ?) ON CONFLICT ("part", "id") DO UPDATE SET "amount" = EXCLUDED."amount";
UPDATE "shop"."compound" SET "amount" = ? WHERE "part" = ? AND "id" = ?;
DELETE FROM "shop"."compound" WHERE "part" = ? AND "id" = ?;
TRUNCATE TABLE "shop"."compound";
DROP TABLE IF EXISTS "shop"."compound";

-- shop.select
CREATE TABLE "shop"."select" ("order" smallint NOT NULL, "Mixed Case" character varying(10) NULL, "quo""te`d'" boolean NULL, PRIMARY KEY ("order"));
ALTER TABLE "shop"."select" ADD COLUMN IF NOT EXISTS "quo""te`d'" boolean;
ALTER TABLE "shop"."select" DROP COLUMN "quo""te`d'";
ALTER TABLE "shop"."select" RENAME COLUMN "quo""te`d'" TO "new quo""te`d'";
INSERT INTO "shop"."select" ("order", "Mixed Case", "quo""te`d'") VALUES (?, ?, ?);
CREATE TABLE "shop"."select" ("order" smallint NOT NULL, "Mixed Case" character varying(10) NULL, "quo""te`d'" boolean NULL);
ALTER TABLE "shop"."select" ADD PRIMARY KEY ("order");
INSERT INTO "shop"."select" ("order", "Mixed Case", "quo""te`d'") VALUES (?, ?, ?) ON CONFLICT ("order") DO UPDATE SET "Mixed Case" = EXCLUDED."Mixed Case", "quo""te`d'" = EXCLUDED."quo""te`d'";
UPDATE "shop"."select" SET "quo""te`d'" = ? WHERE "order" = ?;
DELETE FROM "shop"."select" WHERE "order" = ?;
TRUNCATE TABLE "shop"."select";
DROP TABLE IF EXISTS "shop"."select";

-- shop.only key
CREATE TABLE "shop"."only key" ("id" character varying(2000) NOT NULL, PRIMARY KEY ("id"));
ALTER TABLE "shop"."only key" ADD COLUMN IF NOT EXISTS "id" character varying(2000);
ALTER TABLE "shop"."only key" DROP COLUMN "id";
ALTER TABLE "shop"."only key" RENAME COLUMN "id" TO "new id";
INSERT INTO "shop"."only key" ("id") VALUES (?);
CREATE TABLE "shop"."only key" ("id" character varying(2000) NOT NULL);
ALTER TABLE "shop"."only key" ADD PRIMARY KEY ("id");
INSERT INTO "shop"."only key" ("id") VALUES (?) ON CONFLICT ("id") DO NOTHING;
UPDATE "shop"."only key" SET "id" = ? WHERE "id" = ?;
DELETE FROM "shop"."only key" WHERE "id" = ?;
TRUNCATE TABLE "shop"."only key";
DROP TABLE IF EXISTS "shop"."only key";

-- shop.all kinds
CREATE TABLE "shop"."all kinds" ("c_boolean" boolean NULL, "c_int1" smallint NULL, "c_int2" smallint NULL, "c_int4" integer NULL, "c_int8" bigint NULL, "c_uint1" smallint NULL, "c_uint2" integer NULL, "c_uint4" bigint NULL, "c_uint8" numeric(20,0) NULL, "c_numeric" numeric(65,30) NULL, "c_real4" real NULL, "c_real8" double precision NULL, "c_date" date NULL, "c_time" time(3) NULL, "c_datetime" timestamp(3) NULL, "c_datetime_tz" timestamp(3) with time zone NULL, "c_string" character varying(20) NULL, "c_wstring" character varying(20) NULL, "c_clob" text NULL, "c_nclob" text NULL, "c_bytes" bytea NULL, "c_blob" bytea NULL);
ALTER TABLE "shop"."all kinds" ADD COLUMN IF NOT EXISTS "c_blob" bytea;
ALTER TABLE "shop"."all kinds" DROP COLUMN "c_blob";
ALTER TABLE "shop"."all kinds" RENAME COLUMN "c_blob" TO "new c_blob";
INSERT INTO "shop"."all kinds" ("c_boolean", "c_int1", "c_int2", "c_int4", "c_int8", "c_uint1", "c_uint2", "c_uint4", "c_uint8", "c_numeric", "c_real4", "c_real8", "c_date", "c_time", "c_datetime", "c_datetime_tz", "c_string", "c_wstring", "c_clob", "c_nclob", "c_bytes", "c_blob") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);
UPDATE "shop"."all kinds" AS x SET "c_boolean" = ?, "c_int1" = ?, "c_int2" = ?, "c_int4" = ?, "c_int8" = ?, "c_uint1" = ?, "c_uint2" = ?, "c_uint4" = ?, "c_uint8" = ?, "c_numeric" = ?, "c_real4" = ?, "c_real8" = ?, "c_date" = ?, "c_time" = ?, "c_datetime" = ?, "c_datetime_tz" = ?, "c_string" = ?, "c_wstring" = ?, "c_clob" = ?, "c_nclob" = ?, "c_bytes" = ?, "c_blob" = ? FROM (SELECT ctid AS c, tableoid AS t FROM "shop"."all kinds" WHERE "c_boolean"::text IS NOT DISTINCT FROM CAST(? AS boolean)::text AND "c_int1"::text IS NOT DISTINCT FROM CAST(? AS smallint)::text AND "c_int2"::text IS NOT DISTINCT FROM CAST(? AS smallint)::text AND "c_int4"::text IS NOT DISTINCT FROM CAST(? AS integer)::text AND "c_int8"::text IS NOT DISTINCT FROM CAST(? AS bigint)::text AND "c_uint1"::text IS NOT DISTINCT FROM CAST(? AS smallint)::text AND "c_uint2"::text IS NOT DISTINCT FROM CAST(? AS integer)::text AND "c_uint4"::text IS NOT DISTINCT FROM CAST(? AS bigint)::text AND "c_uint8"::text IS NOT DISTINCT FROM CAST(? AS numeric(20,0))::text AND "c_numeric"::text IS NOT DISTINCT FROM CAST(? AS numeric(65,30))::text AND "c_real4"::text IS NOT DISTINCT FROM CAST(? AS real)::text AND "c_real8"::text IS NOT DISTINCT FROM CAST(? AS double precision)::text AND "c_date"::text IS NOT DISTINCT FROM CAST(? AS date)::text AND "c_time"::text IS NOT DISTINCT FROM CAST(? AS time(3))::text AND "c_datetime"::text IS NOT DISTINCT FROM CAST(? AS timestamp(3))::text AND "c_datetime_tz"::text IS NOT DISTINCT FROM CAST(? AS timestamp(3) with time zone)::text AND "c_string"::text IS NOT DISTINCT FROM CAST(? AS character varying(20))::text AND "c_wstring"::text IS NOT DISTINCT FROM CAST(? AS character varying(20))::text AND "c_clob"::text IS NOT DISTINCT FROM CAST(? AS text)::text AND "c_nclob"::text IS NOT DISTINCT FROM CAST(? AS text)::text AND "c_bytes"::text IS NOT DISTINCT FROM CAST(? AS bytea)::text AND "c_blob"::text IS NOT DISTINCT FROM CAST(? AS bytea)::text LIMIT 1) AS one WHERE x.ctid = one.c AND x.tableoid = one.t;
DELETE FROM "shop"."all kinds" AS x USING (SELECT ctid AS c, tableoid AS t FROM "shop"."all kinds" WHERE "c_boolean"::text IS NOT DISTINCT FROM CAST(? AS boolean)::text AND "c_int1"::text IS NOT DISTINCT FROM CAST(? AS smallint)::text AND "c_int2"::text IS NOT DISTINCT FROM CAST(? AS smallint)::text AND "c_int4"::text IS NOT DISTINCT FROM CAST(? AS integer)::text AND "c_int8"::text IS NOT DISTINCT FROM CAST(? AS bigint)::text AND "c_uint1"::text IS NOT DISTINCT FROM CAST(? AS smallint)::text AND "c_uint2"::text IS NOT DISTINCT FROM CAST(? AS integer)::text AND "c_uint4"::text IS NOT DISTINCT FROM CAST(? AS bigint)::text AND "c_uint8"::text IS NOT DISTINCT FROM CAST(? AS numeric(20,0))::text AND "c_numeric"::text IS NOT DISTINCT FROM CAST(? AS numeric(65,30))::text AND "c_real4"::text IS NOT DISTINCT FROM CAST(? AS real)::text AND "c_real8"::text IS NOT DISTINCT FROM CAST(? AS double precision)::text AND "c_date"::text IS NOT DISTINCT FROM CAST(? AS date)::text AND "c_time"::text IS NOT DISTINCT FROM CAST(? AS time(3))::text AND "c_datetime"::text IS NOT DISTINCT FROM CAST(? AS timestamp(3))::text AND "c_datetime_tz"::text IS NOT DISTINCT FROM CAST(? AS timestamp(3) with time zone)::text AND "c_string"::text IS NOT DISTINCT FROM CAST(? AS character varying(20))::text AND "c_wstring"::text IS NOT DISTINCT FROM CAST(? AS character varying(20))::text AND "c_clob"::text IS NOT DISTINCT FROM CAST(? AS text)::text AND "c_nclob"::text IS NOT DISTINCT FROM CAST(? AS text)::text AND "c_bytes"::text IS NOT DISTINCT FROM CAST(? AS bytea)::text AND "c_blob"::text IS NOT DISTINCT FROM CAST(? AS bytea)::text LIMIT 1) AS one WHERE x.ctid = one.c AND x.tableoid = one.t;
TRUNCATE TABLE "shop"."all kinds";
DROP TABLE IF EXISTS "shop"."all kinds";

-- shop.declared
CREATE TABLE "shop"."declared" ("pg_array" integer[] NULL, "pg_jsonb" jsonb NULL, "pg_uuid" uuid NULL, "pg_interval" interval NULL, "pg_char" character(5) NULL, "pg_numeric" numeric NULL, "my_time" interval NULL, "my_enum" text NULL, "my_bit" bit(9) NULL, "my_json" json NULL, "my_year" smallint NULL, "my_unsigned" numeric(20,0) NULL, "ma_uuid" uuid NULL, "ma_inet6" text NULL);
ALTER TABLE "shop"."declared" ADD COLUMN IF NOT EXISTS "ma_inet6" text;
ALTER TABLE "shop"."declared" DROP COLUMN "ma_inet6";
ALTER TABLE "shop"."declared" RENAME COLUMN "ma_inet6" TO "new ma_inet6";
INSERT INTO "shop"."declared" ("pg_array", "pg_jsonb", "pg_uuid", "pg_interval", "pg_char", "pg_numeric", "my_time", "my_enum", "my_bit", "my_json", "my_year", "my_unsigned", "ma_uuid", "ma_inet6") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);
UPDATE "shop"."declared" AS x SET "pg_array" = ?, "pg_jsonb" = ?, "pg_uuid" = ?, "pg_interval" = ?, "pg_char" = ?, "pg_numeric" = ?, "my_time" = ?, "my_enum" = ?, "my_bit" = ?, "my_json" = ?, "my_year" = ?, "my_unsigned" = ?, "ma_uuid" = ?, "ma_inet6" = ? FROM (SELECT ctid AS c, tableoid AS t FROM "shop"."declared" WHERE "pg_array"::text IS NOT DISTINCT FROM CAST(? AS integer[])::text AND "pg_jsonb"::text IS NOT DISTINCT FROM CAST(? AS jsonb)::text AND "pg_uuid"::text IS NOT DISTINCT FROM CAST(? AS uuid)::text AND "pg_interval"::text IS NOT DISTINCT FROM CAST(? AS interval)::text AND "pg_char"::text IS NOT DISTINCT FROM CAST(? AS character(5))::text AND "pg_numeric"::text IS NOT DISTINCT FROM CAST(? AS numeric)::text AND "my_time"::text IS NOT DISTINCT FROM CAST(? AS interval)::text AND "my_enum"::text IS NOT DISTINCT FROM CAST(? AS text)::text AND "my_bit"::text IS NOT DISTINCT FROM CAST(? AS bit(9))::text AND "my_json"::text IS NOT DISTINCT FROM CAST(? AS json)::text AND "my_year"::text IS NOT DISTINCT FROM CAST(? AS smallint)::text AND "my_unsigned"::text IS NOT DISTINCT FROM CAST(? AS numeric(20,0))::text AND "ma_uuid"::text IS NOT DISTINCT FROM CAST(? AS uuid)::text AND "ma_inet6"::text IS NOT DISTINCT FROM CAST(? AS text)::text LIMIT 1) AS one WHERE x.ctid = one.c AND x.tableoid = one.t;
DELETE FROM "shop"."declared" AS x USING (SELECT ctid AS c, tableoid AS t FROM "shop"."declared" WHERE "pg_array"::text IS NOT DISTINCT FROM CAST(? AS integer[])::text AND "pg_jsonb"::text IS NOT DISTINCT FROM CAST(? AS jsonb)::text AND "pg_uuid"::text IS NOT DISTINCT FROM CAST(? AS uuid)::text AND "pg_interval"::text IS NOT DISTINCT FROM CAST(? AS interval)::text AND "pg_char"::text IS NOT DISTINCT FROM CAST(? AS character(5))::text AND "pg_numeric"::text IS NOT DISTINCT FROM CAST(? AS numeric)::text AND "my_time"::text IS NOT DISTINCT FROM CAST(? AS interval)::text AND "my_enum"::text IS NOT DISTINCT FROM CAST(? AS text)::text AND "my_bit"::text IS NOT DISTINCT FROM CAST(? AS bit(9))::text AND "my_json"::text IS NOT DISTINCT FROM CAST(? AS json)::text AND "my_year"::text IS NOT DISTINCT FROM CAST(? AS smallint)::text AND "my_unsigned"::text IS NOT DISTINCT FROM CAST(? AS numeric(20,0))::text AND "ma_uuid"::text IS NOT DISTINCT FROM CAST(? AS uuid)::text AND "ma_inet6"::text IS NOT DISTINCT FROM CAST(? AS text)::text LIMIT 1) AS one WHERE x.ctid = one.c AND x.tableoid = one.t;
TRUNCATE TABLE "shop"."declared";
DROP TABLE IF EXISTS "shop"."declared";
