-- Run once by psql, when the target's volume is empty: the user Tidemark probes with, and all it may touch.
\set prober_password `cat /run/secrets/shop-db-password`

CREATE ROLE prober LOGIN PASSWORD :'prober_password' CONNECTION LIMIT 10;
REVOKE ALL ON DATABASE shop FROM PUBLIC;
REVOKE ALL ON DATABASE postgres FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT CONNECT ON DATABASE shop TO prober;
CREATE SCHEMA tidemark_probe AUTHORIZATION prober;
