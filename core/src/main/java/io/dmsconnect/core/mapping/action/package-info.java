/**
 * What transformation rules do, one record each. A new one is a record and a line in {@link
 * io.dmsconnect.core.mapping.action.ActionTable}.
 */
package io.dmsconnect.core.mapping.action;
