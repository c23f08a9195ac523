/** Native datasets: opened, cached, leased, and read as snapshots of one version. */
package io.sparklancedb.dataset;
