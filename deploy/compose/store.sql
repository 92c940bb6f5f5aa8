-- Run once by psql, when the store's volume is empty: the owner of the tables, and who may read them.
\set owner_password `cat /run/secrets/store-password`
\set reader_password `cat /run/secrets/store-reader-password`

CREATE ROLE tidemark LOGIN PASSWORD :'owner_password' CONNECTION LIMIT 30;
CREATE ROLE grafana LOGIN PASSWORD :'reader_password' CONNECTION LIMIT 10;
CREATE DATABASE tidemark OWNER tidemark;
REVOKE ALL ON DATABASE tidemark FROM PUBLIC;
REVOKE ALL ON DATABASE postgres FROM PUBLIC;
GRANT CONNECT ON DATABASE tidemark TO grafana;

-- A dashboard must not hold up the service.
ALTER ROLE grafana SET default_transaction_read_only = on;
ALTER ROLE grafana SET statement_timeout = '30s';

\connect tidemark
-- The service makes its tables itself, later.
ALTER DEFAULT PRIVILEGES FOR ROLE tidemark IN SCHEMA public GRANT SELECT ON TABLES TO grafana;
