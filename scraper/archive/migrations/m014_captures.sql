alter table captures add column server text;
