-- What the staleness checker writes and reads. Every transaction has a number of its own, the version; all rows that it
-- touches get it, and the journal tells it to the judge's slot even when the transaction only deletes.
create table box (
  id bigint primary key,
  version bigint not null
);

create table item (
  id bigint primary key,
  box bigint not null,
  version bigint not null
);

-- Answers are tagged by box, which is not in the key: the stream must tell the old box of an item that moves.
alter table item replica identity full;

create index item_by_box on item (box, id);

-- Not in the catalog: nobody but the judge is told.
create table journal (
  version bigint primary key
);
