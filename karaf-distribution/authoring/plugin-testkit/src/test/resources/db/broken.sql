--liquibase formatted sql

--changeset crm:1
CREATE TABLE customer (id NUMBERS);
