--liquibase formatted sql
--changeset cookbook:1
create table RECIPE (
  TITLE varchar(200) not null primary key,
  MINUTES int not null
);
