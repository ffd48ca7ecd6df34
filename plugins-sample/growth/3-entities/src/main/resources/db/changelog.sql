--liquibase formatted sql
--changeset feedback:1
create table OPINION (
    ID varchar(36) not null primary key,
    RECEIVED timestamp not null,
    TEXT varchar(2000) not null,
    STARS int not null,
    SENTIMENT varchar(20) not null
);
create index OPINION_RECEIVED on OPINION (RECEIVED);
--rollback drop table OPINION;
