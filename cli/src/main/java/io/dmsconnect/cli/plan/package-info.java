/** From a task document to the configurations of its two connectors. Touches nothing. */
package io.dmsconnect.cli.plan;
