--liquibase formatted sql

--changeset crm:1
CREATE TABLE customer (id BIGINT NOT NULL PRIMARY KEY, name VARCHAR(100) NOT NULL);

--changeset crm:2
INSERT INTO customer VALUES (1, 'Ada');
