-- After the setup of the origin, which publishes tables whole.
alter publication plimsoll drop table only filtered, only narrowed, only children;
alter publication plimsoll add table only filtered where (kind = 'a');
alter publication plimsoll add table only narrowed (id);
revoke select on hidden from plimsoll_reader;
grant select on all tables in schema public to plimsoll_reader;
grant select on counter to plimsoll_reader;
revoke select on hidden from plimsoll_reader;
grant select on app.items to plimsoll_reader;
