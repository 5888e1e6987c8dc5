/**
 * AWS DMS task settings and migration types: the same JSON, with the same defaults, as records.
 * Knows {@code json} only.
 */
package io.dmsconnect.core.settings;
