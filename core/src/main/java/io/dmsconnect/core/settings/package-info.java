/**
 * AWS DMS task settings and migration types: the same JSON, with the same defaults, as records.
 * Stands alone.
 */
package io.dmsconnect.core.settings;
